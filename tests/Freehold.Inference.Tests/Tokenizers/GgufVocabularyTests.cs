using System.Text.Json.Nodes;
using Freehold.Inference.Formats;
using Freehold.Inference.Tokenizers;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Tokenizers;

/// <summary>Vocabularies in GGUF against the same ones in tokenizer.json.</summary>
public sealed class GgufVocabularyTests
{
    private const int NormalType = 1, ControlType = 3, UserDefinedType = 4;

    private const string Text = "once day, it's cafe\u0301 12 \u4f60\u597d<think>\n\n<|end|>  x";

    [Fact]
    public void A_byte_level_vocabulary_encodes_as_its_tokenizer_json()
    {
        var tree = TinyTokenizerJson.ByteLevel();
        var (gguf, json) = Both(tree, ByteLevel(tree));

        Assert.Equal(json.Encode(Text, false), gguf.Encode(Text, false));
        Assert.Equal(json.Encode("<|begin|>a", false, parseControl: true), gguf.Encode("<|begin|>a", false, parseControl: true));
        Assert.Equal(json.Decode(json.Encode(Text)), gguf.Decode(gguf.Encode(Text)));
    }

    [Fact]
    public void A_word_piece_vocabulary_encodes_as_its_tokenizer_json()
    {
        var tree = TinyTokenizerJson.WordPiece();
        var tokens = Tokens(tree);
        var marked = tokens.Select((token, id) =>
            id < 5 ? token : token.StartsWith("##", StringComparison.Ordinal) ? token[2..] : "\u2581" + token);
        var writer = new GgufWriter().Set("tokenizer.ggml.model", "bert").Set("tokenizer.ggml.tokens", marked.ToArray())
            .Set("tokenizer.ggml.token_type", tokens.Select((_, id) => id < 5 ? ControlType : NormalType).ToArray());
        var (gguf, json) = Both(tree, writer);

        Assert.Equal(json.Encode("Unaffable, once \u4f60"), gguf.Encode("Unaffable, once \u4f60"));
        Assert.Equal(json.TokenText(gguf.Encode("un")[1]), gguf.TokenText(gguf.Encode("un")[1]));
    }

    [Theory]
    [InlineData("tekken", "is 'tekken', which is not supported")]
    [InlineData("default", "is 'default', which is not supported")]
    public void Another_splitting_rule_is_refused_by_name(string rule, string reason)
    {
        var refusal = Assert.Throws<ModelFormatException>(() => Load(ByteLevel(TinyTokenizerJson.ByteLevel(), rule)));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_merge_of_what_are_no_tokens_is_refused()
    {
        var writer = new GgufWriter().Set("tokenizer.ggml.model", "gpt2").Set("tokenizer.ggml.pre", "gpt-2")
            .Set("tokenizer.ggml.tokens", new[] { "a", "b" }).Set("tokenizer.ggml.merges", new[] { "a b" });

        var refusal = Assert.Throws<ModelFormatException>(() => Load(writer));
        Assert.Contains("holds 'a b' as number 0", refusal.Message, StringComparison.Ordinal);
    }

    private static GgufWriter ByteLevel(JsonObject tree, string rule = "qwen2")
    {
        var tokens = Tokens(tree);
        var merges = tree["model"]!["merges"]!.AsArray()
            .Select(merge => merge is JsonArray pair ? $"{pair[0]} {pair[1]}" : merge!.GetValue<string>());
        var types = tokens.Select((_, id) => (tokens.Count - id) switch { 1 or 3 => ControlType, 2 => UserDefinedType, _ => NormalType });
        return new GgufWriter().Set("tokenizer.ggml.model", "gpt2").Set("tokenizer.ggml.pre", rule)
            .Set("tokenizer.ggml.tokens", tokens.ToArray())
            .Set("tokenizer.ggml.merges", merges.ToArray())
            .Set("tokenizer.ggml.token_type", types.ToArray());
    }

    private static List<string> Tokens(JsonObject tree)
    {
        var added = tree["added_tokens"]!.AsArray().Select(token => token!["content"]!.GetValue<string>());
        return [.. tree["model"]!["vocab"]!.AsObject().Select(token => token.Key).Concat(added).Distinct()];
    }

    private static (ITokenizer Gguf, ITokenizer Json) Both(JsonObject tree, GgufWriter writer)
    {
        using var folder = new TempFolder();
        return (Load(writer), TokenizerFactory.Load(tree.Save(folder["tokenizer.json"])));
    }

    private static ITokenizer Load(GgufWriter writer)
    {
        using var folder = new TempFolder();
        writer.Save(folder["v.gguf"]);
        return TokenizerFactory.Load(folder["v.gguf"]);
    }
}
