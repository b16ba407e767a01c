using System.Text;
using System.Text.Json.Nodes;
using Freehold.Inference.Formats;
using Freehold.Inference.Tokenizers;
using Freehold.Testing;
using Freehold.Testing.Fuzzing;

namespace Freehold.Inference.Tests.Formats;

/// <summary>What is not supported is refused by name, and what is damaged as damaged; nothing else may come out.</summary>
public sealed class TokenizerJsonBadFileTests
{
    private const int Mutations = 1_500;

    public static TheoryData<string, string, string> Refused => new()
    {
        { "normalizer", """{ "type": "Lowercase" }""", "normalizer Lowercase is not supported" },
        { "normalizer", """{ "type": "Prepend", "prepend": "_" }""", "normalizer Prepend is not supported" },
        { "pre_tokenizer", """{ "type": "Whitespace" }""", "pre-tokenizer Whitespace is not supported" },
        { "pre_tokenizer", """{ "type": "ByteLevel", "add_prefix_space": true }""", "ByteLevel with add_prefix_space is not supported" },
        {
            "pre_tokenizer", """{ "type": "Split", "pattern": { "Regex": "\\w+" }, "behavior": "Isolated" }""",
            "Split, Isolated, with the pattern '\\w+' is not supported"
        },
        { "pre_tokenizer", "null", "are not supported together" },
        { "post_processor", """{ "type": "Other" }""", "post-processor Other is not supported" },
        { "model", """{ "type": "Unigram", "vocab": [] }""", "tokenizer model 'Unigram' is not supported" },
        { "model", """{ "type": "BPE", "end_of_word_suffix": "</w>" }""", "end_of_word_suffix '</w>' is not supported" },
        { "model", """{ "type": "BPE", "vocab": { "a": 0, "a": 1 }, "merges": [] }""", "token 'a' occurs twice" },
        { "model", """{ "type": "BPE", "vocab": { "a": 4000000 }, "merges": [] }""", "4 tokens have ids up to 4000000" },
        { "model", """{ "type": "BPE", "vocab": { "a": -1 }, "merges": [] }""", "the id of 'a' is not a whole number" },
        { "model", """{ "type": "BPE", "vocab": { "a": 0, "b": 1 }, "merges": ["a b"] }""", "merge 0 is not two tokens that make a third" },
        { "model", """{ "type": "BPE", "vocab": { "\ud800": 0 }, "merges": [] }""", "not valid Unicode" },
        { "normalizer", """{ "type": "NFC", "\ud800": 0 }""", "not valid Unicode" },
        { "model", "[]", "the JSON is not an object" },
        { "added_tokens", """[{ "id": 1, "content": "x", "single_word": true }]""", "'x' with single_word is not supported" },
        { "added_tokens", """[{ "id": 1, "content": "x" }]""", "id 1 is that of" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_bad_part_is_refused_with_the_file_and_the_reason(string key, string value, string reason)
    {
        using var folder = new TempFolder();
        var good = TinyTokenizerJson.ByteLevel();
        good[key] = "placeholder";
        File.WriteAllText(folder["tokenizer.json"], good.ToJsonString().Replace("\"placeholder\"", value, StringComparison.Ordinal));

        var refusal = Assert.Throws<ModelFormatException>(() => TokenizerFactory.Load(folder.FullPath));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith(folder.FullPath, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_beyond_any_real_file_is_refused()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["tokenizer.json"], """{ "normalizer": """ + new string('[', 100_000));

        Assert.Throws<ModelFormatException>(() => TokenizerFactory.Load(folder.FullPath));
    }

    [Theory]
    [InlineData(41)]
    [InlineData(42)]
    public void Spoiled_files_work_or_are_refused(int seed)
    {
        using var folder = new TempFolder();
        JsonObject[] good = [TinyTokenizerJson.ByteLevel(), TinyTokenizerJson.SentencePiece(), TinyTokenizerJson.WordPiece()];
        var seeds = good.Select(tree => Encoding.UTF8.GetBytes(tree.ToJsonString())).ToArray();
        string[] words = ["\"type\"", "\"NFC\"", "null", "[[[[", "\\ud800", "\"a\":0,", "\"byte_fallback\":true,", "\"special\":false,"];
        var mutator = new Mutator(new Random(seed), [.. words.Select(Encoding.UTF8.GetBytes)], 1 << 15);
        var refused = 0;
        for (var i = 0; i < Mutations; i++)
        {
            File.WriteAllBytes(folder["tokenizer.json"], mutator.Next(seeds));
            try
            {
                var tokenizer = TokenizerFactory.Load(folder["tokenizer.json"]);
                tokenizer.Decode(tokenizer.Encode("once upon e\u0301<s><|end|> 12\n", parseControl: true));
            }
            catch (ModelFormatException)
            {
                refused++;
            }
        }

        // A mutation test whose files all pass, or all fail alike, tests nothing.
        Assert.InRange(refused, Mutations / 10, Mutations - 20);
    }
}
