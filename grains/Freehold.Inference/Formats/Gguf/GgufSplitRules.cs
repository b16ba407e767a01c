using Freehold.Inference.Tokenizers.Splitting;

namespace Freehold.Inference.Formats.Gguf;

/// <summary>What <c>tokenizer.ggml.pre</c> stands for: the names that llama.cpp's converter gives to published tokenizers.</summary>
/// <param name="Split">The splitting rule.</param>
/// <param name="IgnoreMerges">Words that are tokens are not merged.</param>
/// <param name="AddBeginningOfText">Whether a text starts with the beginning-of-text token, where the file does not say.</param>
/// <param name="NormalizeFormC">Whether the published tokenizer puts text into Unicode's form C.</param>
internal sealed record GgufSplitRules(SplitRule Split, bool IgnoreMerges, bool AddBeginningOfText, bool NormalizeFormC)
{
    private const string Key = "tokenizer.ggml.pre";

    public static GgufSplitRules Read(GgufMetadata metadata) => metadata.Text(Key) switch
    {
        "llama-bpe" or "llama3" or "llama-v3" or "falcon3" => new(SplitRule.Llama3, true, true, false),
        "dbrx" or "smaug-bpe" => new(SplitRule.Llama3, false, false, false),
        "qwen2" or "deepseek-r1-qwen" => new(SplitRule.Qwen2, false, false, true),
        "stablelm2" or "megrez" => new(SplitRule.Qwen2, false, false, false),
        "gpt-2" or "phi-2" or "mpt" or "olmo" or "jais" => new(SplitRule.Gpt2, false, false, false),
        "smollm" or "starcoder" or "refact" or "command-r" or "codeshell" or "exaone" => new(SplitRule.DigitsThenGpt2, false, false, false),
        null => throw Refusal(metadata, "is missing"),
        var other => throw Refusal(metadata, $"is '{other}', which is not supported"),
    };

    private static ModelFormatException Refusal(GgufMetadata metadata, string what) => metadata.Fault(
        Key, what,
        "Use a file whose tokenizer splits text as llama-bpe, qwen2, gpt-2, smollm, starcoder or another of their names, converted anew if " +
        "it is an old one.");
}
