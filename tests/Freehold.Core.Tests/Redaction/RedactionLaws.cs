using System.Text;
using Freehold.Core.Labels;
using Freehold.Core.Redaction;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Redaction;

/// <summary>What holds for every text, every choice of spans and every way in which an answer is cut into pieces.</summary>
public sealed class RedactionLaws
{
    // Full of what placeholders are made of, so that collisions and near misses are the rule.
    private static readonly Gen<string> Words = Gen.Elements(
        "<", ">", "&lt;", "&gt;", "\\u003c", "\\u003E", "\\", "_", " ", "-", "PERSON", "PERSON_1", "<PERSON_1>", "<person 2>", "person-1", "CITY_",
        "1", "2", "10", "API", "API_KEY_1", "API\\_KEY\\_1", "<API KEY-1", "Ann", "Bob \"x\"", "é", "😀", "\n", "", "S", "&", "<US_SSN_1 >", "0");

    private static readonly Gen<(string Text, bool IsSensitive, SensitiveKind Kind)> Pieces =
        from word in Words
        from sensitive in Gen.Elements(true, false, false)
        from kind in Gen.Elements(SensitiveKind.Person, SensitiveKind.City, SensitiveKind.ApiKey)
        select (word, sensitive && word.Length > 0, kind);

    private static readonly Arbitrary<Case> Cases = (
        from pieces in Pieces.ListOf()
        from cuts in Gen.Choose(1, 7).ListOf(12)
        select new Case(pieces, cuts)).ToArbitrary();

    [Fact]
    public void What_was_redacted_comes_back_as_it_was_however_the_answer_is_cut() => Prop.ForAll(Cases, given =>
    {
        var (redacted, map) = given.Redact();
        Assert.Equal(given.Text, Restore(redacted, map, [redacted.Length]));
        Assert.Equal(given.Text, Restore(redacted, map, given.Cuts));
        Assert.Equal(given.Text, Restore(redacted, map, [1]));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void However_any_text_is_cut_it_is_restored_to_the_same() => Prop.ForAll(Cases, given =>
    {
        var (_, map) = given.Redact();
        var answer = given.Text + "<PERSON_1>" + given.Text;
        Assert.Equal(Restore(answer, map, [answer.Length]), Restore(answer, map, given.Cuts));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void A_redacted_text_is_made_of_placeholders_and_what_was_not_sensitive() => Prop.ForAll(Cases, given =>
    {
        var (redacted, map) = given.Redact();
        var expected = string.Concat(given.Pieces.Select(piece => piece.IsSensitive ? map.Add(piece.Kind, piece.Text) : piece.Text));
        Assert.Equal(expected, redacted);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Equal_texts_have_one_placeholder_and_different_ones_never_do() => Prop.ForAll(Cases, given =>
    {
        var (_, map) = given.Redact();
        var sensitive = given.Pieces.Where(piece => piece.IsSensitive).Select(piece => (piece.Kind, piece.Text)).Distinct().ToArray();
        Assert.Equal(sensitive.Length, map.Count);
        Assert.Distinct(sensitive.Select(piece => map.Add(piece.Kind, piece.Text)));
    }).QuickCheckThrowOnFailure();

    private static string Restore(string answer, PlaceholderMap map, List<int> cuts)
    {
        var restorer = new PlaceholderRestorer(map, RestoredForm.Plain);
        var output = new StringBuilder();
        for (int at = 0, i = 0; at < answer.Length; i++)
        {
            var length = Math.Min(Math.Max(1, cuts[i % cuts.Count]), answer.Length - at);
            restorer.Append(answer.AsSpan(at, length), output);
            at += length;
        }

        restorer.Flush(output);
        return output.ToString();
    }

    private sealed record Case(List<(string Text, bool IsSensitive, SensitiveKind Kind)> Pieces, List<int> Cuts)
    {
        public string Text => string.Concat(Pieces.Select(piece => piece.Text));

        public (string Redacted, PlaceholderMap Map) Redact()
        {
            var spans = new List<SensitiveSpan>();
            var at = 0;
            foreach (var piece in Pieces)
            {
                if (piece.IsSensitive) spans.Add(new SensitiveSpan(at, piece.Text.Length, piece.Kind));
                at += piece.Text.Length;
            }

            var map = new PlaceholderMap(Text);
            return (TextRedactor.Redact(Text, spans, map), map);
        }
    }
}
