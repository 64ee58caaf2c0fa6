"""The cleaner on small pieces of damaged copies, and the files it takes and refuses."""

import io
import time
import zipfile

import pytest
from docx import Document

from pandeng.core.errors import DomainError
from pandeng.domain.briefings.clean import Cleaned, clean, decode
from pandeng.domain.briefings.clean.damage import damaged
from pandeng.domain.briefings.read import read


def repairs(cleaned: Cleaned, kind: str) -> list[str]:
    return [f"{r.before}→{r.after}" for r in cleaned.repairs if r.kind == kind]


def test_traditional_characters_follow_the_word_they_stand_in() -> None:
    cleaned = clean("幹部沿著乾淨的公路裡程走訪,專班著力解決週期長的問題,乾坤未變。")
    assert cleaned.text == "干部沿着干净的公路里程走访，专班着力解决周期长的问题，乾坤未变。"


@pytest.mark.parametrize(
    ("copy", "text"),
    [
        ("濟(jì)寧市產(chǎn)業(yè)專(zhuān)班", "济宁市产业专班"),
        ("雙(shuang)(shuang)千工程走訪企業(ye)(ye)", "双千工程走访企业"),
        ("企業（qǐ yè）營(yíng)收(shou)", "企业营收"),
        ("銀行(háng)放貸", "银行放贷"),
    ],
)
def test_pinyin_goes_where_it_reads_the_character_before(copy: str, text: str) -> None:
    assert clean(copy).text == text


def test_brackets_that_read_something_else_stay() -> None:
    text = "山推(app)上线，首席执行官(ceo)到会，济宁(ye)"
    assert clean(text).text == text


def test_byte_damage_is_repaired_and_shown_with_its_candidates() -> None:
    cleaned = clean("精準(zhǔn)施策,確??焖偻七M(jìn),形成產(chǎn)業(yè)發(fā)展的新動(dòng)能。")
    assert cleaned.text == "精准施策，确保快速推进，形成产业发展的新动能。"
    (repair,) = [r for r in cleaned.repairs if r.kind == "byte_damage"]
    assert repair.before == "??焖偻七M"
    assert repair.after == repair.candidates[0] == "保快速推进"
    assert len(repair.candidates) > 3
    assert cleaned.text[repair.start : repair.end] == "保快速推进"
    assert cleaned.raw[repair.raw_start : repair.raw_end] == "??焖偻七M"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("集中力量確保企業發展,再立新功", 5),
        ("加快建設,確保重點項目落地,全市推進", 6),
        ("要素保障組,統籌協調資金,服務企業", 2),
        ("形成發展新動能。截至目前,已開工309個", 7),
        ("集中攻堅。同時,加快問題銷號", 4),
        ("抓手,專班組織容缺辦理", 3),
        ("全市新增20個。前三季度,收入增長", 7),
        ("獲批國家級專精特新小巨人,蒂德精密", 5),
    ],
)
def test_other_damage_of_the_same_making_is_repaired(text: str, at: int) -> None:
    whole = clean(text).text
    assert clean(damaged(text, at)).text == whole


def test_a_full_stop_before_a_quotation_mark_is_found_in_the_damage() -> None:
    text = "形成新動能。“企呼我應”成為常態,企業滿意"
    assert damaged(text, 5).startswith("形成新動能?!捌蠛粑覒")
    assert clean(damaged(text, 5)).text.startswith("形成新动能。“企呼我应”")


def test_damage_without_a_sure_reading_stays_and_its_digits_are_no_figures() -> None:
    cleaned = clean("工作?0?家企業,全市302家攀登企業")
    assert [reading.text for reading in read(cleaned.text)] == ["302家"]


def test_questions_are_not_damage() -> None:
    text = "怎么办?企业有答案。为什么?因为需要"
    assert repairs(clean(text), "byte_damage") == []


def test_page_furniture_goes_and_its_date_is_kept() -> None:
    cleaned = clean(
        "首页 > 新闻中心 > 正文\n发布时间：2021-11-10 来源：大众网 浏览次数：123\n"
        "全市开工项目291个。\n责任编辑：张明\n上一篇：无\n相关新闻\n全市召开动员会\n我市再添新项目\n扫一扫 微信联系"
    )
    assert cleaned.text.strip() == "全市开工项目291个。"
    assert cleaned.published is not None
    assert cleaned.published.isoformat() == "2021-11-10"


def test_a_first_line_of_keywords_goes() -> None:
    text = "不锈钢管,推土机厂家,液压油缸价格,济宁机械,轴承批发,挖掘机配件\n全市新开工51个项目。"
    assert clean(text).text == "全市新开工51个项目。"


def test_ornaments_masks_noise_and_doubled_marks() -> None:
    cleaned = clean("ღღ✿市*府出台*策扶持企业,,推动2 L3 S3 w2 J% B0 R项目落地，，新增302家。。")
    assert cleaned.text == "市政府出台政策扶持企业，推动项目落地，新增302家。"
    kinds = {repair.kind for repair in cleaned.repairs}
    assert {"ornament", "mask", "forum_noise", "doubled_punctuation"} <= kinds


def test_entities_full_width_digits_and_tags() -> None:
    assert clean("<p>R&amp;D占比２．６％</p>").text.strip() == "R&D占比2.6%"


def test_every_character_leads_back_to_the_copy() -> None:
    cleaned = clean("緊盯(dīng)302家攀登企業(yè),共708項(xiàng)。")
    at = cleaned.text.index("708项")
    begin, end = cleaned.raw_span(at, at + 4)
    assert cleaned.raw[begin:end] == "708項"
    assert cleaned.clean_span(begin, end) == (at, at + 4)


def test_clean_text_is_left_alone() -> None:
    text = "截至5月，708项问题诉求已销号648个，销号率91.5%。"
    cleaned = clean(text)
    assert cleaned.text == text
    assert cleaned.repairs == []


def test_cleaning_and_reading_grow_with_the_length_only() -> None:
    piece = (
        "截止到5月份,708項(xiàng)問(wèn)題(tí)訴(sù)求,已銷號(hào)648個(gè),新增貸款10.71億元。\n"
    )
    clean(piece)
    began = time.process_time()
    read(clean(piece * 2000).text)
    small = time.process_time() - began
    began = time.process_time()
    read(clean(piece * 8000).text)
    assert time.process_time() - began < max(8 * small, 1.0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_decode_reads_the_usual_encodings(encoding: str) -> None:
    assert decode("攀登企业302家".encode(encoding), "简报.txt") == "攀登企业302家"


def word(lines: list[str]) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "新增贷款", "10.71亿元"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_decode_reads_word_with_its_tables() -> None:
    assert decode(word(["攀登企业302家"]), "简报.docx") == "攀登企业302家\n新增贷款\t10.71亿元"


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (61 * 1024 * 1024))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "空.txt", "是空的"),
        (b" \n\n", "空.txt", "是空的"),
        (b"\x00\x01\x02" * 50, "图.txt", "不是可识别的文本"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "图.png", "不是文本文件"),
        (b"PK\x03\x04broken", "简报.docx", "不是完好的 Word 文件"),
        ("攀登企业".encode(), "简报.docx", "不是完好的 Word 文件"),
        (word(["攀登企业302家"])[:-200], "简报.docx", "不是完好的 Word 文件"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 50, "简报.doc", "另存为 .docx"),
        (b"a" * (10 * 1024 * 1024 + 1), "大.txt", "超过10 MB"),
        (bomb(), "简报.docx", "解压后过大"),
    ],
)
def test_decode_refuses_with_one_sentence(data: bytes, name: str, says: str) -> None:
    with pytest.raises(DomainError) as refused:
        decode(data, name)
    assert says in str(refused.value)
    assert name in str(refused.value)
