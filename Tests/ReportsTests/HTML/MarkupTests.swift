import Foundation
import Testing

@testable import Reports

struct MarkupTests {
  @Test("Text is nothing but text, in content and in attributes")
  func escaping() {
    let attack = "<script>alert(\"1\")</script> & 'x'"
    let escaped = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;"
    let markup = Markup.tag(.span, .class(attack), text: attack)
    #expect(markup.html == "<span class=\"\(escaped)\">\(escaped)</span>")
  }

  @Test("What could move a cursor, reorder a line or break a parser is shown by its code point")
  func inert() {
    let text = Markup.text("\u{1B}[31m\u{202E}\u{2066}\u{0}\n\u{FFFE}\u{1FFFF}").html
    #expect(text == "\\u{1b}[31m\\u{202e}\\u{2066}\\u{0}\\n\\u{fffe}\\u{1ffff}")
  }

  @Test("A name from data is isolated, so that its letters do not reorder what is beside it")
  func names() {
    #expect(Markup.name("שלום").html == "<bdi>שלום</bdi>")
    #expect(Markup.name("abcdef", limit: 4).html == "<bdi>abc…</bdi>")
  }

  @Test("A link goes to a place of its own page, whatever it is told")
  func links() {
    let link = Markup.tag(.a, .link(to: "javascript:alert(1)"), text: "x").html
    #expect(link == "<a href=\"#javascript:alert(1)\">x</a>")
  }

  @Test("The style is of this program alone: nothing is fetched, and no element can end it")
  func style() {
    let text = Stylesheet.page.text
    for word in ["url(", "@import", "</", "http", "expression"] { #expect(!text.contains(word)) }
    #expect(text.count { $0 == "{" } == text.count { $0 == "}" })
  }
}
