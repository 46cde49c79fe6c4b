/// How a page looks: a literal of this program, never a text from outside.
struct Stylesheet: Equatable, Sendable {
  let text: String

  init(_ literal: StaticString) { text = literal.description }

  /// The one style of all reports: light and dark, wide and narrow, screen and paper.
  ///
  /// Colours are those of Okabe and Ito (2008), which people with any colour vision tell apart; shape and
  /// dash say the same once more.
  static let page = Stylesheet(
    """
    :root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d8dee4;--back:#f6f8fa;\
    --card:#fff;--ref:#6e7781;--refarea:#c9d1d9;--cur:#0072b2;--good:#00795a;--caution:#9a6700;\
    --bad:#b83d00;--goodback:#e3f5ee;--cautionback:#fff5d6;--badback:#ffebe0}
    @media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa4af;--line:#30363d;\
    --back:#0d1117;--card:#161b22;--ref:#8b949e;--refarea:#3d444d;--cur:#56b4e9;--good:#3fcf9f;\
    --caution:#e3b341;--bad:#ff9157;--goodback:#0f2a22;--cautionback:#2d2509;--badback:#341a0c}}
    *{box-sizing:border-box}
    body{margin:0 auto;padding:1.5rem 1rem 3rem;max-width:74rem;background:var(--back);\
    color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",\
    "DejaVu Sans",sans-serif;overflow-wrap:anywhere}
    h1,h2,h3,p,ul,dl,figure{margin:0}
    h1{font-size:1.7rem;line-height:1.25}
    h2{font-size:1.15rem;margin-bottom:.6rem}
    h3{font-size:1rem}
    .eyebrow{color:var(--soft);font-size:.85rem;letter-spacing:.04em}
    .verdict{margin:.9rem 0 0;padding:.8rem 1rem;border-left:.35rem solid var(--soft);\
    border-radius:.3rem;background:var(--card)}
    .verdict .label{font-weight:700;font-size:1.15rem}
    .verdict.good{border-color:var(--good);background:var(--goodback)}
    .verdict.caution{border-color:var(--caution);background:var(--cautionback)}
    .verdict.bad{border-color:var(--bad);background:var(--badback)}
    .verdict.good .label,.good{color:var(--good)}
    .verdict.caution .label,.caution{color:var(--caution)}
    .verdict.bad .label,.bad{color:var(--bad)}
    .verdict{color:var(--ink)}
    .quiet,.note{color:var(--soft)}
    section{margin-top:1.1rem;padding:1rem 1.1rem;background:var(--card);\
    border:1px solid var(--line);border-radius:.5rem}
    section>*+*{margin-top:.6rem}
    ul{padding-left:1.2rem}
    li+li{margin-top:.25rem}
    dl{display:flex;flex-wrap:wrap;gap:.35rem 1.8rem}
    dt{color:var(--soft);font-size:.82rem}
    dd{margin:0;font-variant-numeric:tabular-nums}
    a{color:var(--cur)}
    .chips{display:flex;flex-wrap:wrap;gap:.5rem;padding:0;list-style:none}
    .chips li{margin:0;padding:.15rem .7rem;border:1px solid currentColor;border-radius:1rem;\
    font-weight:600}
    .legend{margin:.4rem 0;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;color:var(--soft);font-size:.85rem}
    .legend svg{display:inline-block;width:2.2rem;height:.9rem;vertical-align:-.1rem;margin-right:.35rem}
    .scroll{overflow-x:auto}
    table{border-collapse:collapse;width:100%}
    th,td{padding:.35rem .6rem;text-align:left;vertical-align:middle;\
    border-bottom:1px solid var(--line)}
    td,thead th{overflow-wrap:break-word}
    tbody tr:last-child>*{border-bottom:0}
    thead th{color:var(--soft);font-size:.82rem;font-weight:600;vertical-align:bottom}
    tbody th{font-weight:600;min-width:7rem}
    tbody th small,td small{display:block;color:var(--soft);font-weight:400}
    .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
    td strong{white-space:nowrap}
    details{border-top:1px solid var(--line);padding-top:.5rem}
    details+details{margin-top:.5rem}
    summary{cursor:pointer;font-weight:600}
    summary small{color:var(--soft);font-weight:400}
    details>*+*{margin-top:.6rem}
    .column+.column{margin-top:1.2rem;padding-top:1.1rem;border-top:1px solid var(--line)}
    .column>*+*{margin-top:.6rem}
    .figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr));\
    gap:1rem 1.4rem}
    figure{min-width:0;max-width:25rem}
    figcaption{font-size:.85rem;color:var(--soft);margin-bottom:.2rem}
    svg{display:block}
    svg text{fill:var(--soft);font-size:11.5px}
    svg .name text{fill:var(--ink)}
    .end text{text-anchor:end}.mid text{text-anchor:middle}
    .plot{width:100%;height:auto;overflow:visible}
    .mini{width:120px;height:34px}
    .strip{width:150px;height:22px}
    path{fill:none;stroke-width:1.6;stroke-linejoin:round}
    .grid{stroke:var(--line);stroke-width:1}
    .axis{stroke:var(--soft);stroke-width:1}
    .stripe{stroke:var(--back);stroke-width:19}
    .ref.area{fill:var(--refarea);stroke:none}
    .ref.line{stroke:var(--ref)}
    .dash{stroke-dasharray:5 3}
    .cur.line{stroke:var(--cur);stroke-width:2}
    .ref.band{fill:var(--ref);opacity:.25}
    .cur.band{fill:var(--cur);opacity:.25}
    .ref.bar{fill:var(--refarea);stroke:var(--ref);stroke-width:.6}
    .cur.bar{fill:var(--cur)}
    .mark{stroke-width:7;stroke-linecap:round}
    .ref.mark{stroke:var(--ref);stroke-width:6;stroke-linecap:square}
    .cur.mark{stroke:var(--cur)}
    .alarm.mark{stroke:var(--bad);stroke-width:6;stroke-linecap:square}
    .link{stroke:var(--soft);stroke-width:1.4}
    .index.bar{stroke:var(--soft);stroke-width:9}
    .zero{stroke:var(--soft);stroke-width:1.2}
    .limit{stroke:var(--bad);stroke-width:1.6;stroke-dasharray:3 2}
    .noise{stroke:var(--soft);stroke-dasharray:1 3}
    .began{stroke:var(--caution);stroke-dasharray:4 3}
    .whisker{stroke:var(--soft);stroke-width:2}
    .cur.whisker{stroke:var(--cur);opacity:.6}
    .good.whisker{stroke:var(--good)}.good.mark{stroke:var(--good)}
    .caution.whisker{stroke:var(--caution)}.caution.mark{stroke:var(--caution)}
    .bad.whisker{stroke:var(--bad)}.bad.mark{stroke:var(--bad)}
    .quiet.whisker{stroke:var(--soft)}.quiet.mark{stroke:var(--soft)}
    footer{margin-top:1.2rem;color:var(--soft);font-size:.85rem}
    @media(max-width:46rem){body{padding:1rem .6rem 2rem;font-size:16px}\
    section{padding:.8rem .75rem}thead{display:none}\
    table,tbody,tr,th,td{display:block;width:100%}\
    tbody tr{padding:.6rem 0;border-bottom:1px solid var(--line)}\
    tbody tr:last-child{border-bottom:0}\
    tbody th,td,.number{padding:.15rem 0;border:0;text-align:left;white-space:normal}\
    tbody th{font-size:1.05rem}td{overflow-wrap:anywhere}td:empty{display:none}\
    td{display:grid;grid-template-columns:6.5rem 1fr;gap:.6rem;align-items:center}\
    td::before{content:attr(data-title);color:var(--soft);font-size:.85rem}}
    @media print{:root{--back:#fff}body{max-width:none;padding:0;font-size:10.5pt}\
    section{break-inside:auto;border:0;padding:.4rem 0}figure,tr,.verdict{break-inside:avoid}\
    details::details-content{content-visibility:visible;display:block}summary{list-style:none}}
    """)
}
