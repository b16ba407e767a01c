using System.Text.Json.Nodes;

namespace Freehold.Testing;

/// <summary>
/// Small tokenizer.json files of the kinds in use, written as published ones are. Every byte has a token, so that any text can be encoded.
/// Tests take the tree and spoil it.
/// </summary>
public static class TinyTokenizerJson
{
    /// <summary>The splitting pattern of Qwen 2, as published.</summary>
    public const string Qwen2Pattern =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    // No pair of letters is in two of them, so that every word merges to its own token.
    private static readonly string[] Words = ["once", "day", "time", "little", "was"];

    /// <summary>Byte-level BPE: 256 bytes, words with their merges, then a control token, a user-defined one, and one that trims.</summary>
    public static JsonObject ByteLevel()
    {
        var tokens = Enumerable.Range(0, 256).Select(value => ByteLetter(value).ToString()).ToList();
        var merges = Merges(ByteLetter(' '), tokens);
        return Document(
            new JsonObject
            {
                ["type"] = "BPE",
                ["byte_fallback"] = false,
                ["ignore_merges"] = false,
                ["vocab"] = Vocabulary(tokens),
                ["merges"] = merges,
            },
            new JsonObject { ["type"] = "NFC" },
            Sequence(
                "pretokenizers",
                new JsonObject
                {
                    ["type"] = "Split",
                    ["pattern"] = new JsonObject { ["Regex"] = Qwen2Pattern },
                    ["behavior"] = "Isolated",
                    ["invert"] = false,
                },
                new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["use_regex"] = false }),
            Template("<|begin|>", tokens.Count, null, 0),
            Added(tokens.Count, "<|begin|>", special: true),
            Added(tokens.Count + 1, "<think>", special: false),
            Added(tokens.Count + 2, "<|end|>", special: true, trim: true));
    }

    /// <summary>SentencePiece BPE with byte fallback: &lt;unk&gt;, &lt;s&gt;, &lt;/s&gt;, 256 bytes, words with their merges.</summary>
    public static JsonObject SentencePiece()
    {
        var tokens = new List<string> { "<unk>", "<s>", "</s>" };
        tokens.AddRange(Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>"));
        tokens.AddRange("\u2581etaoinshrdlucmfwypvbgkqjxz.,<>/".Select(letter => letter.ToString()));
        var merges = Merges('\u2581', tokens);
        return Document(
            new JsonObject
            {
                ["type"] = "BPE",
                ["unk_token"] = "<unk>",
                ["fuse_unk"] = true,
                ["byte_fallback"] = true,
                ["vocab"] = Vocabulary(tokens),
                ["merges"] = merges,
            },
            Sequence(
                "normalizers",
                new JsonObject { ["type"] = "Prepend", ["prepend"] = "\u2581" },
                new JsonObject { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = " " }, ["content"] = "\u2581" }),
            null,
            Template("<s>", 1, null, 0),
            Added(0, "<unk>", special: true), Added(1, "<s>", special: true), Added(2, "</s>", special: true));
    }

    /// <summary>WordPiece of BERT, uncased: five special tokens, letters, a few words and continuations.</summary>
    public static JsonObject WordPiece()
    {
        var tokens = new List<string> { "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]" };
        tokens.AddRange("abcdefghijklmnopqrstuvwxyz,.!\u4f60\u597d".Select(letter => letter.ToString()));
        tokens.AddRange("abcdefghijklmnopqrstuvwxyz".Select(letter => "##" + letter));
        tokens.AddRange(["once", "upon", "time", "un", "##aff", "##able", "##ing"]);
        return Document(
            new JsonObject
            {
                ["type"] = "WordPiece",
                ["unk_token"] = "[UNK]",
                ["continuing_subword_prefix"] = "##",
                ["max_input_chars_per_word"] = 100,
                ["vocab"] = Vocabulary(tokens),
            },
            new JsonObject
            {
                ["type"] = "BertNormalizer",
                ["clean_text"] = true,
                ["handle_chinese_chars"] = true,
                ["strip_accents"] = null,
                ["lowercase"] = true,
            },
            new JsonObject { ["type"] = "BertPreTokenizer" },
            Template("[CLS]", 2, "[SEP]", 3),
            Added(0, "[PAD]", special: true), Added(1, "[UNK]", special: true), Added(2, "[CLS]", special: true),
            Added(3, "[SEP]", special: true), Added(4, "[MASK]", special: true));
    }

    /// <summary>Writes a file.</summary>
    public static string Save(this JsonObject tokenizer, string path)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        File.WriteAllText(path, tokenizer.ToJsonString());
        return path;
    }

    private static JsonObject Document(
        JsonObject model, JsonObject normalizer, JsonObject? preTokenizer, JsonObject postProcessor, params JsonObject[] added) => new()
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["added_tokens"] = new JsonArray([.. added]),
            ["normalizer"] = normalizer,
            ["pre_tokenizer"] = preTokenizer,
            ["post_processor"] = postProcessor,
            ["decoder"] = null,
            ["model"] = model,
        };

    // A token for each beginning of each word, and one with a space before the word, each with the merge that makes it.
    private static JsonArray Merges(char space, List<string> tokens)
    {
        var merges = new JsonArray();
        foreach (var word in Words)
        {
            for (var length = 2; length <= word.Length; length++)
                Add(word[..(length - 1)], word[(length - 1)..length]);
            Add(space.ToString(), word);
        }

        return merges;

        // Half of them as pairs, as newer files have them.
        void Add(string left, string right)
        {
            tokens.Add(left + right);
            merges.Add(merges.Count % 2 == 0 ? new JsonArray(left, right) : JsonValue.Create($"{left} {right}"));
        }
    }

    private static JsonObject Vocabulary(List<string> tokens) =>
        new(tokens.Select((token, id) => KeyValuePair.Create(token, (JsonNode?)JsonValue.Create(id))));

    private static JsonObject Sequence(string name, params JsonNode[] parts) =>
        new() { ["type"] = "Sequence", [name] = new JsonArray(parts) };

    private static JsonObject Template(string first, int firstId, string? last, int lastId)
    {
        var single = new JsonArray(Special(first), new JsonObject { ["Sequence"] = new JsonObject { ["id"] = "A", ["type_id"] = 0 } });
        var described = new JsonObject { [first] = Described(first, firstId) };
        if (last is not null)
        {
            single.Add(Special(last));
            described[last] = Described(last, lastId);
        }

        return new JsonObject { ["type"] = "TemplateProcessing", ["single"] = single, ["special_tokens"] = described };
    }

    private static JsonObject Special(string text) => new() { ["SpecialToken"] = new JsonObject { ["id"] = text, ["type_id"] = 0 } };

    private static JsonObject Described(string text, int id) =>
        new() { ["id"] = text, ["ids"] = new JsonArray(id), ["tokens"] = new JsonArray(text) };

    private static JsonObject Added(int id, string text, bool special, bool trim = false) => new()
    {
        ["id"] = id,
        ["content"] = text,
        ["single_word"] = false,
        ["lstrip"] = trim,
        ["rstrip"] = trim,
        ["normalized"] = false,
        ["special"] = special,
    };

    // GPT-2's letters for bytes: the printable ones for themselves, the others from U+0100 in order.
    private static char ByteLetter(int value)
    {
        static bool IsPrintable(int value) => value is >= 0x21 and <= 0x7E or >= 0xA1 and <= 0xAC or >= 0xAE;
        return IsPrintable(value) ? (char)value : (char)(0x100 + Enumerable.Range(0, value).Count(other => !IsPrintable(other)));
    }
}
