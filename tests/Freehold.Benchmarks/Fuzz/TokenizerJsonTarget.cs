using System.Text;
using Freehold.Inference.Formats;
using Freehold.Inference.Tokenizers;
using Freehold.Testing;

namespace Freehold.Benchmarks.Fuzz;

/// <summary>The reader of tokenizer.json: what it takes must encode and decode too.</summary>
internal sealed class TokenizerJsonTarget : IFuzzTarget
{
    // Tables and the cache of a tokenizer of any size; the first use of form C loads its tables besides.
    private const int FixedBytes = 8 << 20;

    // Trees, tables and the bytes of the file itself, with the garbage of growing them.
    private const int BytesPerInputByte = 4_096;

    private const string Sample = "once upon a time, \u00e9e\u0301 \u4f60\u597d\U0001F999 <s>[CLS]<|end|> it's 1234\r\n\t  was";

    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("freehold-fuzz-").FullName, "tokenizer.json");

    public string Name => "tokenizer-json";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        Encoding.UTF8.GetBytes(TinyTokenizerJson.ByteLevel().ToJsonString()),
        Encoding.UTF8.GetBytes(TinyTokenizerJson.SentencePiece().ToJsonString()),
        Encoding.UTF8.GetBytes(TinyTokenizerJson.WordPiece().ToJsonString()),
    ];

    public IReadOnlyList<byte[]> Dictionary { get; } =
    [
        .. ((string[])[
            "\"type\"", "\"BPE\"", "\"WordPiece\"", "\"Unigram\"", "\"Sequence\"", "\"Split\"", "\"ByteLevel\"", "\"Metaspace\"",
            "\"Digits\"",
            "\"individual_digits\":true,", "\"NFC\"", "\"Prepend\"", "\"Replace\"", "\"BertNormalizer\"", "\"BertPreTokenizer\"",
            "\"pattern\"", "\"Regex\"", "\"String\"", "\"vocab\"", "\"merges\"", "\"added_tokens\"", "\"byte_fallback\":true,",
            "\"ignore_merges\":true,", "\"use_regex\":true,", "\"prepend_scheme\":\"first\",", "\"split\":false,",
            "\"replacement\":\"\u2581\",",
            "\"BertProcessing\"", "\"sep\":[\"a\",1],", "\"cls\":[\"a\",1],", "\"content\":\"\",", "\"special\":false,", "\"rstrip\":true,",
            "\\ud800", "\\u2581", "\u2581", "[[[[[[[[", "{\"a\":{\"a\":{\"a\":", ",", ":", "null", "\"\"",
            "\"<0x41>\":", "\"a\":0,", "\"e e\","])
        .Select(Encoding.UTF8.GetBytes),
    ];

    public long AllocationBound(int inputBytes) => FixedBytes + (long)BytesPerInputByte * inputBytes;

    public string Run(byte[] input)
    {
        File.WriteAllBytes(_path, input);
        try
        {
            var tokenizer = TokenizerFactory.Load(_path);
            var ids = tokenizer.Encode(Sample, parseControl: true);
            var text = tokenizer.Decode(ids);
            var detokenizer = new StreamingDetokenizer(tokenizer);
            var streamed = string.Concat(ids.Select(detokenizer.Push)) + detokenizer.Flush();
            if (!streamed.EndsWith(text, StringComparison.Ordinal))
                throw new InvalidOperationException($"Streaming gives '{streamed}', decoding '{text}'.");
            return $"read {tokenizer.GetType().Name}";
        }
        catch (ModelFormatException refusal)
        {
            return refusal.Message[(refusal.File.Length + 2)..];
        }
    }
}
