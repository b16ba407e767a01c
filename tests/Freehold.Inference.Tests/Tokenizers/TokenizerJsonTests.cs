using System.Text;
using System.Text.Json.Nodes;
using Freehold.Inference.Tokenizers;
using Freehold.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Inference.Tests.Tokenizers;

public sealed class TokenizerJsonTests
{
    private static readonly ITokenizer ByteLevel = Load(TinyTokenizerJson.ByteLevel());
    private static readonly ITokenizer SentencePiece = Load(TinyTokenizerJson.SentencePiece());
    private static readonly ITokenizer WordPiece = Load(TinyTokenizerJson.WordPiece());

    [Fact]
    public void Byte_level_decoding_gives_back_any_text_in_form_C()
    {
        var unnormalized = TinyTokenizerJson.ByteLevel();
        unnormalized["normalizer"] = null;
        var tokenizer = Load(unnormalized);
        Prop.ForAll<NonNull<string>>(text =>
            tokenizer.Decode(tokenizer.Encode(text.Get)) == WellFormed(text.Get)).QuickCheckThrowOnFailure();
        Assert.Equal("caf\u00e9 \u1EB9", ByteLevel.Decode(ByteLevel.Encode("cafe\u0301 e\u0323")));
    }

    [Fact]
    public void Any_tokens_stream_as_whole_characters_and_add_up_to_the_decoded_text()
    {
        foreach (var tokenizer in (ITokenizer[])[ByteLevel, SentencePiece, WordPiece])
        {
            var ids = Gen.Choose(-1, tokenizer.VocabularySize).ListOf().Select(list => list.ToArray());
            Prop.ForAll(ids.ToArbitrary(), sequence =>
            {
                var detokenizer = new StreamingDetokenizer(tokenizer);
                var parts = sequence.Select(detokenizer.Push).ToList();
                parts.Add(detokenizer.Flush());
                var joined = string.Concat(parts);
                var whole = tokenizer.Decode(sequence);
                return parts.All(part => part == WellFormed(part)) && (joined == whole || joined == " " + whole);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
        }
    }

    [Fact]
    public void Words_are_merged_and_framed()
    {
        Assert.Equal(["<|begin|>", "once", "\u0120day", "\u0120", "1", "2"], Texts(ByteLevel, ByteLevel.Encode("once day 12")));
        Assert.Equal(["<s>", "\u2581once", "\u2581day", "<0x21>"], Texts(SentencePiece, SentencePiece.Encode("once day!")));
        Assert.Equal(
            ["[CLS]", "un", "##aff", "##able", ",", "\u4f60", "\u597d", "[UNK]", "[SEP]"],
            Texts(WordPiece, WordPiece.Encode("Un\u00e4ff\u0000able,\u4f60\u597d \u0416")));
        Assert.Equal("unaffable , \u4f60 \u597d", WordPiece.Decode(WordPiece.Encode("Un\u00e4ffable, \u4f60\u597d")));
    }

    [Fact]
    public void Control_tokens_are_read_only_where_the_text_is_trusted_and_user_defined_ones_always()
    {
        const string text = "a<|begin|>b<think>c";
        Assert.Equal(["<|begin|>", "<think>"], Texts(ByteLevel, ByteLevel.Encode(text, false, parseControl: true)).Where(IsMarked));
        Assert.Equal(["<think>"], Texts(ByteLevel, ByteLevel.Encode(text, false)).Where(IsMarked));
        Assert.Equal(text, ByteLevel.Decode(ByteLevel.Encode(text, false)));
        Assert.DoesNotContain("<s>", Texts(SentencePiece, SentencePiece.Encode("<s>", false)));

        static bool IsMarked(string token) => token.Length > 3 && token[0] == '<';
    }

    [Fact]
    public void A_token_that_trims_takes_the_whitespace_beside_it_with_it()
    {
        Assert.Equal(["a", "<|end|>", "b"], Texts(ByteLevel, ByteLevel.Encode("a \n<|end|>\t b", false, parseControl: true)));
    }

    [Theory]
    [InlineData("first", "once </s>once", new[] { "\u2581once", "\u2581", "</s>", "once" })]
    [InlineData("always", "once</s>once", new[] { "\u2581once", "</s>", "\u2581once" })]
    [InlineData("always", " once", new[] { "\u2581once" })]
    [InlineData("never", "once", new[] { "once" })]
    public void Metaspace_puts_its_mark_where_its_scheme_says(string scheme, string text, string[] expected)
    {
        var tree = TinyTokenizerJson.SentencePiece();
        tree["normalizer"] = null;
        tree["pre_tokenizer"] = new JsonObject
        {
            ["type"] = "Metaspace",
            ["replacement"] = "\u2581",
            ["prepend_scheme"] = scheme,
            ["split"] = false,
        };
        var tokenizer = Load(tree);

        Assert.Equal(expected, Texts(tokenizer, tokenizer.Encode(text, false, parseControl: true)));
    }

    [Fact]
    public void A_word_that_is_a_token_is_not_merged_where_the_file_says_so()
    {
        var tree = TinyTokenizerJson.ByteLevel();
        tree["model"]!["merges"] = new JsonArray();
        Assert.Equal(4, Load(tree).Encode("once", false).Length);
        tree["model"]!["ignore_merges"] = true;
        Assert.Equal(["once"], Texts(Load(tree), Load(tree).Encode("once", false)));
    }

    private static IEnumerable<string> Texts(ITokenizer tokenizer, int[] ids) => ids.Select(tokenizer.TokenText);

    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static ITokenizer Load(JsonObject tree)
    {
        using var folder = new TempFolder();
        return TokenizerFactory.Load(tree.Save(folder["tokenizer.json"]));
    }
}
