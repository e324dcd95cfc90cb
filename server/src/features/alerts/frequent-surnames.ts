/** The hundred commonest surnames of the United Kingdom: in a small practice one bearer would look rare. */
const common = new Set(
  (
    'smith jones williams taylor brown davies evans wilson thomas johnson roberts robinson thompson wright walker white edwards ' +
    'hughes green hall lewis harris clarke patel jackson wood turner martin cooper hill ward morris moore clark lee king baker ' +
    'harrison morgan allen james scott phillips watson davis parker price bennett young griffiths mitchell kelly cook carter ' +
    'richardson bailey collins bell shaw murphy miller cox richards khan marshall anderson simpson ellis adams singh begum ' +
    'wilkinson foster chapman powell webb rogers gray mason ali hunt hussain campbell matthews owen palmer holmes mills barnes ' +
    'knight lloyd butler russell barker fisher stevens jenkins murray dixon harvey ahmed kaur shah stewart reid'
  ).split(' '),
)

/** @param family folded */
export const isCommonSurname = (family: string) => common.has(family)
