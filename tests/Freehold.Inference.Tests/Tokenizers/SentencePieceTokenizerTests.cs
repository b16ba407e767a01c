using System.Text;
using Freehold.Inference.Formats;
using Freehold.Inference.Tokenizers;
using Freehold.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Inference.Tests.Tokenizers;

public sealed class SentencePieceTokenizerTests
{
    private static readonly ITokenizer Tiny = LoadTiny();

    [Fact]
    public void Decoding_gives_back_any_text()
    {
        Prop.ForAll<NonNull<string>>(text =>
            Tiny.Decode(Tiny.Encode(text.Get)) == WellFormed(text.Get)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Streaming_gives_the_same_text_and_never_half_a_character()
    {
        Prop.ForAll<NonNull<string>>(text =>
        {
            var detokenizer = new StreamingDetokenizer(Tiny);
            var parts = Tiny.Encode(text.Get).Select(detokenizer.Push).ToList();
            var hasHalf = !WellFormed(text.Get).Contains('\uFFFD') && parts.Any(part => part.Contains('\uFFFD'));
            var joined = string.Concat(parts) + detokenizer.Flush();
            return !hasHalf && (joined.StartsWith(' ') ? joined[1..] : joined) == WellFormed(text.Get);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_character_without_a_token_comes_out_with_its_last_byte()
    {
        var detokenizer = new StreamingDetokenizer(Tiny);
        var ids = Tiny.Encode("\U0001F999", addBeginningOfText: false)[1..];

        Assert.Equal(4, ids.Length);
        Assert.Equal(["", "", "", "\U0001F999"], ids.Select(detokenizer.Push));
        Assert.Equal("", detokenizer.Flush());
    }

    [Fact]
    public void Bytes_that_never_become_a_character_are_replaced_at_the_end()
    {
        var detokenizer = new StreamingDetokenizer(Tiny);
        var half = Tiny.Encode("\U0001F999", addBeginningOfText: false)[1..3];

        Assert.Equal("", string.Concat(half.Select(detokenizer.Push)));
        Assert.Equal("\uFFFD", detokenizer.Flush());
        Assert.Equal("", detokenizer.Flush());
    }

    [Fact]
    public void Pieces_are_merged_best_score_first()
    {
        Assert.Equal(["\u2581once", "\u2581upon"], Tiny.Encode("once upon", addBeginningOfText: false).Select(Tiny.TokenText));
    }

    [Fact]
    public void The_beginning_of_text_token_comes_first_where_asked_for()
    {
        Assert.Equal(1, Tiny.Encode("a")[0]);
        Assert.DoesNotContain(1, Tiny.Encode("a", addBeginningOfText: false));
        Assert.Empty(Tiny.Encode("", addBeginningOfText: false));
    }

    [Fact]
    public void A_user_cannot_write_control_tokens()
    {
        Assert.DoesNotContain(2, Tiny.Encode("a</s>b"));
        Assert.Contains(2, Tiny.Encode("a</s>b", parseControl: true));
        Assert.Equal("a</s>b", Tiny.Decode(Tiny.Encode("a</s>b")));
    }

    [Fact]
    public void A_long_text_takes_time_in_proportion()
    {
        var text = string.Concat(Enumerable.Repeat("once upon a time the little ", 20_000));
        Assert.Equal(text, Tiny.Decode(Tiny.Encode(text)));
    }

    [Fact]
    public void Another_kind_of_vocabulary_is_refused_by_name()
    {
        using var folder = new TempFolder();
        new GgufWriter().Set("tokenizer.ggml.model", "rwkv").Set("tokenizer.ggml.tokens", new[] { "a" }).Save(folder["v.gguf"]);

        var refusal = Assert.Throws<ModelFormatException>(() => TokenizerFactory.FromGguf(folder["v.gguf"]));
        Assert.Contains("is 'rwkv', which is not supported", refusal.Message, StringComparison.Ordinal);
    }

    // What encoding makes of a lone surrogate, and of the mark that stands for a space.
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\u2581', ' ');

    private static ITokenizer LoadTiny()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 1);
        return TokenizerFactory.FromGguf(folder["tiny.gguf"]);
    }
}
