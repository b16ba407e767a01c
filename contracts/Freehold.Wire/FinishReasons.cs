namespace Freehold.Wire;

/// <summary>Values of <c>finish_reason</c>.</summary>
public static class FinishReasons
{
    /// <summary>The model ended its turn, or a stop sequence was met.</summary>
    public const string Stop = "stop";

    /// <summary>The token limit or the end of the context was reached.</summary>
    public const string Length = "length";

    /// <summary>The model calls tools.</summary>
    public const string ToolCalls = "tool_calls";

    /// <summary>The model calls a function; deprecated by OpenAI.</summary>
    public const string FunctionCall = "function_call";

    /// <summary>A filter withheld content.</summary>
    public const string ContentFilter = "content_filter";
}
