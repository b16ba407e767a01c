namespace Freehold.Inference.Tokenizers.Splitting;

/// <summary>How byte-level BPE cuts a text into words, none of which a token crosses. Named after who published the pattern.</summary>
public enum SplitRule
{
    /// <summary><c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c></summary>
    Gpt2,

    /// <summary>Each <c>\p{N}</c> by itself, and what is between them as <see cref="Gpt2"/>: StarCoder and SmolLM.</summary>
    DigitsThenGpt2,

    /// <summary>
    /// <c>(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>
    /// </summary>
    Llama3,

    /// <summary>As <see cref="Llama3"/>, with every digit by itself.</summary>
    Qwen2,
}
