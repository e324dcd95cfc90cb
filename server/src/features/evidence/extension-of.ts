const extensions: Record<string, string> = {
  'application/pdf': '.pdf',
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'image/gif': '.gif',
  'image/tiff': '.tif',
  'text/plain': '.txt',
}

/** What a file of this type ends in; nothing where Candour does not know. */
export function extensionOf(mediaType: string): string {
  return extensions[mediaType] ?? ''
}
