/** Text whose dates, doses and NHS numbers never break over two lines. */
const whole =
  /(\b\d{1,2}-[A-Z][a-z]{2}(?:-\d{4})?(?: \d{2}:\d{2})?\b|\b\d{3} \d{3} \d{4}\b|\b\d+(?:\.\d+)? (?:mg|ml|g|mcg|units|mm)\b)/

export function DatedText({ text }: { text: string }) {
  return text.split(whole).map((part, place) =>
    place % 2 === 1 ? (
      <span key={place} className="fixed">
        {part}
      </span>
    ) : (
      part
    ),
  )
}
