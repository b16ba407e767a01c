using Freehold.Wire.Json;

namespace Freehold.Wire.Restoring;

/// <summary>Which text of an answer a string belongs to; in a stream many strings make one text.</summary>
/// <param name="Choice">The choice's <c>index</c>.</param>
/// <param name="Item">Of something in a list, as a tool call: its <c>index</c>, or its place; else -1.</param>
/// <param name="Name">The field.</param>
internal readonly record struct AnswerChannel(int Choice, int Item, string Name)
{
    /// <summary>The name under which the tokens of log-probabilities are one text.</summary>
    public const string Tokens = "logprobs";

    public bool IsArguments => Name == "arguments";
}

/// <summary>A string of an answer that a model wrote.</summary>
/// <param name="Range">The value, quotes included.</param>
/// <param name="Channel">What text it is part of.</param>
/// <param name="Bytes">Of a token: its <c>bytes</c>, which repeat it; else absent.</param>
internal readonly record struct AnswerString(ByteRange Range, AnswerChannel Channel, ByteRange Bytes = default);
