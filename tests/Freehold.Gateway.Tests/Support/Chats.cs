namespace Freehold.Gateway.Tests.Support;

/// <summary>Bodies of requests.</summary>
internal static class Chats
{
    public static Body Body(string model, string content = "Hello", bool stream = false, int maxTokens = 12) => new()
    {
        ["model"] = model,
        ["messages"] = new[] { new { role = "user", content } },
        ["max_completion_tokens"] = maxTokens,
        ["temperature"] = 0,
        ["stream"] = stream,
    };
}

/// <summary>A JSON object to which a test adds what it is about.</summary>
internal sealed class Body : Dictionary<string, object>
{
    public static Body operator |(Body body, (string Name, object Value) field)
    {
        body[field.Name] = field.Value;
        return body;
    }
}
