const words: Record<string, string> = {
  'application/dicom': 'DICOM',
  'application/pdf': 'PDF',
  'audio/mpeg': 'MP3 sound',
  'audio/wav': 'WAV sound',
  'image/gif': 'GIF image',
  'image/jpeg': 'JPEG image',
  'image/png': 'PNG image',
  'image/tiff': 'TIFF image',
  'image/webp': 'WebP image',
  'application/xml': 'XML',
  'text/html': 'HTML, as text',
  'text/plain': 'plain text',
  'text/xml': 'XML',
  'video/mp4': 'MP4 video',
}

/** `image/jpeg` as people say it; what came from elsewhere with another type keeps its own name. */
export const typeWords = (mediaType: string) => words[mediaType] ?? mediaType
