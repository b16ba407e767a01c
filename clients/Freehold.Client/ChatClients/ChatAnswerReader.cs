using Freehold.Wire;
using Freehold.Wire.Chat;
using Microsoft.Extensions.AI;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatRole = Microsoft.Extensions.AI.ChatRole;

namespace Freehold.Client;

/// <summary>Reads a whole answer into Microsoft.Extensions.AI's form.</summary>
internal static class ChatAnswerReader
{
    public static ChatResponse Read(Answer<ChatCompletion> answer)
    {
        var completion = answer.Value;
        var response = new ChatResponse
        {
            ResponseId = completion.Id,
            ModelId = completion.Model,
            CreatedAt = DateTimeOffset.FromUnixTimeSeconds(completion.Created),
            Usage = completion.Usage is { } usage ? UsageOf(usage) : null,
            RawRepresentation = completion,
            AdditionalProperties = new AdditionalPropertiesDictionary { [FreeholdChatClient.RouteKey] = answer.Route },
        };
        foreach (var choice in completion.Choices)
        {
            response.Messages.Add(MessageOf(choice.Message, completion.Id));
            response.FinishReason ??= FinishOf(choice.FinishReason);
        }

        return response;
    }

    public static UsageDetails UsageOf(TokenUsage usage) => new()
    {
        InputTokenCount = usage.PromptTokens,
        OutputTokenCount = usage.CompletionTokens,
        TotalTokenCount = usage.TotalTokens,
        CachedInputTokenCount = usage.PromptTokensDetails?.CachedTokens,
    };

    public static ChatFinishReason? FinishOf(string? reason) => reason switch
    {
        null => null,
        FinishReasons.FunctionCall => ChatFinishReason.ToolCalls,
        _ => new ChatFinishReason(reason),
    };

    private static ChatMessage MessageOf(ChatAnswerMessage message, string responseId)
    {
        var result = new ChatMessage { Role = ChatRole.Assistant, MessageId = responseId, RawRepresentation = message };
        if (!string.IsNullOrEmpty(message.Content)) result.Contents.Add(new TextContent(message.Content));
        if (!string.IsNullOrEmpty(message.Refusal)) result.Contents.Add(RefusalOf(message.Refusal));
        var calls = new ToolCallAssembler();
        calls.Add(message.ToolCalls);
        foreach (var call in calls.Take()) result.Contents.Add(call);
        return result;
    }

    public static ErrorContent RefusalOf(string refusal) => new(refusal) { ErrorCode = "refusal" };
}
