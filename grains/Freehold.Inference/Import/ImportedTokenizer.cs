using Freehold.Inference.Formats;
using Freehold.Inference.Tokenizers;

namespace Freehold.Inference.Import;

/// <summary>
/// Compares the tokenizer of the written file with the one that it was made from, on texts that show the rules: scripts, numbers,
/// contractions, runs of spaces and lines, characters without a token.
/// </summary>
internal static class ImportedTokenizer
{
    private static readonly string[] Samples =
    [
        "Once upon a time, there was a little girl named Lily.", " leading and trailing ", "a  b   c\td\n\ne \n f\r\n\r\n",
        "I'm sure they've said WE'LL go; it's 1234567 or 3.14159, isn't it?", "caf\u00e9 cafe\u0301 na\u00efve \u00dcber \u1e9e",
        "\u4f60\u597d\uff0c\u4e16\u754c \u3053\u3093\u306b\u3061\u306f \u0645\u0631\u062d\u0628\u0627 \u0928\u092e\u0938\u094d\u0924\u0947",
        "\ud83d\ude00\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67 \u20ac \u00a0 \u2028", "for (int i = 0; i < 10; i++) { x[i] <<= 2; } // <s> </s>", "",
    ];

    /// <exception cref="ModelFormatException">A text would become other tokens.</exception>
    public static void RequireSame(string source, ITokenizer? original, ITokenizer? written)
    {
        if (original is null || written is null)
            return;
        foreach (var sample in Samples)
        {
            if (!original.Encode(sample, true, true).AsSpan().SequenceEqual(written.Encode(sample, true, true)))
            {
                throw new ModelFormatException(
                    source, $"GGUF cannot express its tokenizer: '{sample}' would become other tokens", "tokenizer",
                    "Run the model as it is, or name another tokenizer.");
            }
        }
    }
}
