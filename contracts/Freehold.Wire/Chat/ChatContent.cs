using System.Text.Json.Serialization;

namespace Freehold.Wire.Chat;

/// <summary>Content of a message: a string, or an array of parts. Exactly one of the two is set.</summary>
[JsonConverter(typeof(ChatContentConverter))]
public sealed record ChatContent
{
    /// <summary>Content sent as a string.</summary>
    /// <param name="text">The text.</param>
    public ChatContent(string text) => Text = text;

    /// <summary>Content sent as parts.</summary>
    /// <param name="parts">The parts.</param>
    public ChatContent(IReadOnlyList<ContentPart> parts) => Parts = parts;

    /// <summary>The string, when the content is one.</summary>
    public string? Text { get; }

    /// <summary>The parts, when the content is an array.</summary>
    public IReadOnlyList<ContentPart>? Parts { get; }

    /// <summary>The text of all text parts, joined without a separator, as OpenAI's models read them.</summary>
    /// <returns>The text; empty when there is none.</returns>
    public string ToText() => Text ?? Parts switch
    {
        null or [] => "",
        [var only] => only.Text ?? "",
        var parts => string.Concat(parts.Select(part => part.Text)),
    };

    /// <summary>Index of the first part that is not text, which a text-only model must refuse; -1 when all is text.</summary>
    /// <returns>The index.</returns>
    public int FindNonText()
    {
        for (var i = 0; i < (Parts?.Count ?? 0); i++)
        {
            if (Parts![i].Kind is not (ContentPartKind.Text or ContentPartKind.Refusal)) return i;
        }

        return -1;
    }
}
