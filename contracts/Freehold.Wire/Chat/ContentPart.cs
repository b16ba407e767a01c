using System.Text.Json.Serialization;

namespace Freehold.Wire.Chat;

/// <summary>One part of a message's content. Payloads other than text stay in the original bytes.</summary>
/// <param name="Type">The part's <c>type</c> as sent.</param>
/// <param name="Text">The text of a text part, or of a refusal; null for other parts.</param>
public sealed record ContentPart(string Type, string? Text = null)
{
    /// <summary>What the part is.</summary>
    [JsonIgnore]
    public ContentPartKind Kind { get; } = Type switch
    {
        "text" => ContentPartKind.Text,
        "refusal" => ContentPartKind.Refusal,
        "image_url" => ContentPartKind.ImageUrl,
        "input_audio" => ContentPartKind.InputAudio,
        "file" => ContentPartKind.File,
        _ => ContentPartKind.Other,
    };
}

/// <summary>Types of content parts.</summary>
public enum ContentPartKind
{
    /// <summary>A type that OpenAI does not document; some providers have their own, so it is passed on.</summary>
    Other,

    /// <summary><c>text</c>.</summary>
    Text,

    /// <summary><c>refusal</c>, in an assistant's turn.</summary>
    Refusal,

    /// <summary><c>image_url</c>.</summary>
    ImageUrl,

    /// <summary><c>input_audio</c>.</summary>
    InputAudio,

    /// <summary><c>file</c>.</summary>
    File,
}
