using Freehold.Wire.Texts;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Wire.Tests.Texts;

public sealed class RequestTextWriterTests
{
    [Theory]
    [InlineData("""{ "x" : "Ann and Bob" , "y":1.0}""", """{ "x" : "<1> and <2>" , "y":1.0}""")]
    [InlineData("""{"x":"\u0041nn\n\"q\" é"}""", """{"x":"<1>\n\"q\" é"}""")]
    [InlineData("""{"Ann":{"type":"string"},"required":["Ann"]}""", """{"<1>":{"type":"string"},"required":["<1>"]}""")]
    [InlineData("""{"arguments":"{ \"to\": \"\\u0041nn \\\"B\\\"\", \"n\": 1 }","y":"Bob"}""", """{"arguments":"{ \"to\": \"<1> \\\"B\\\"\", \"n\": 1 }","y":"<2>"}""")]
    [InlineData("""{"a":"{\"q\":\"{\\\"deep\\\":\\\"Ann\\\",\\\"z\\\":0}\"}"}""", """{"a":"{\"q\":\"{\\\"deep\\\":\\\"<1>\\\",\\\"z\\\":0}\"}"}""")]
    [InlineData("""{"account":41111111,"x":"41111111"}""", """{"account":"<3>","x":"<3>"}""")]
    public void Only_the_strings_with_a_replacement_change(string body, string expected) => Assert.Equal(expected, Redact(body));

    [Fact]
    public void What_spans_two_strings_is_replaced_string_by_string()
    {
        using var texts = Read("""{"x":["Ann ","Bob"]}""");
        var start = texts.Text.IndexOf("Ann");
        Assert.True(texts.TryClip(start, start + 9, out var from, out var to));
        Assert.Equal("Ann ", texts.Text[from..to].ToString());
        Assert.True(texts.TryClip(to, start + 9, out from, out to));
        Assert.Equal("Bob", texts.Text[from..to].ToString());
        Assert.False(texts.TryClip(to, start + 9, out _, out _));
    }

    [Fact]
    public void A_replacement_outside_of_every_string_is_a_fault()
    {
        using var texts = Read("""{"x":["a","b"]}""");
        Assert.Throws<ArgumentException>(() => Write("""{"x":["a","b"]}""", texts, [new TextReplacement(texts.Text.Length, 1, "")]));
        Assert.Throws<ArgumentException>(() => Write("""{"x":["a","b"]}""", texts, [new TextReplacement(3, 3, "")]));
    }

    [Fact]
    public void Replacing_each_string_by_itself_changes_no_value() =>
        Prop.ForAll(JsonGen.Object(3, distinct: true).ToArbitrary(), body =>
        {
            if (!RequestTextReader.TryRead(Utf8Text.Bytes(body), int.MaxValue, out var texts, out _)) return;
            using (texts)
            {
                Assert.Equal(body, Write(body, texts, []));
                var same = new List<TextReplacement>();
                for (var at = 0; texts.TryClip(at, texts.Text.Length, out var from, out var to); at = to)
                    same.Add(new TextReplacement(from, to - from, texts.Text[from..to].ToString()));
                Assert.Equal(Canonical(body), Canonical(Write(body, texts, [.. same])));
            }
        }).QuickCheckThrowOnFailure();

    // A long number becomes a string, which is the one change of a value's type.
    private static string Canonical(string body) =>
        JsonGen.Canonical(JsonGen.Parse(body)).Replace("\"12345678901234567890\"", "12345678901234567890", StringComparison.Ordinal);

    private static string Redact(string body)
    {
        using var texts = Read(body);
        var text = texts.Text.ToString();
        (string Name, string With)[] names = [("Ann", "<1>"), ("Bob", "<2>"), ("41111111", "<3>")];
        var replacements = names
            .SelectMany(name => IndexesOf(text, name.Name).Select(at => new TextReplacement(at, name.Name.Length, name.With)))
            .OrderBy(replacement => replacement.Start);
        return Write(body, texts, [.. replacements]);
    }

    private static IEnumerable<int> IndexesOf(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal)) yield return at;
    }

    private static string Write(string body, RequestTexts texts, TextReplacement[] replacements) =>
        Utf8Text.Written(output => RequestTextWriter.Write(Utf8Text.Bytes(body), texts, replacements, output));

    private static RequestTexts Read(string body)
    {
        Assert.True(RequestTextReader.TryRead(Utf8Text.Bytes(body), int.MaxValue, out var texts, out var error), error?.Message);
        return texts;
    }
}
