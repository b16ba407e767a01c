using System.Text.Json.Serialization;

namespace Freehold.Wire.Chat;

/// <summary>Who speaks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChatRole>))]
public enum ChatRole
{
    /// <summary>Instructions, for older models.</summary>
    [JsonStringEnumMemberName("system")] System,

    /// <summary>Instructions, for newer models.</summary>
    [JsonStringEnumMemberName("developer")] Developer,

    /// <summary>The person or program that asks.</summary>
    [JsonStringEnumMemberName("user")] User,

    /// <summary>The model.</summary>
    [JsonStringEnumMemberName("assistant")] Assistant,

    /// <summary>The result of a tool call.</summary>
    [JsonStringEnumMemberName("tool")] Tool,

    /// <summary>The result of a function call; deprecated by OpenAI in favour of <see cref="Tool"/>.</summary>
    [JsonStringEnumMemberName("function")] Function,
}
