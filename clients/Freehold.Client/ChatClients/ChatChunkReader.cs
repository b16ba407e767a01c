using Freehold.Wire.Chat;
using Microsoft.Extensions.AI;
using ChatRole = Microsoft.Extensions.AI.ChatRole;

namespace Freehold.Client;

/// <summary>Reads the chunks of one streamed answer. Tool calls come in pieces and are given out whole, at the end.</summary>
internal sealed class ChatChunkReader(RouteInfo route)
{
    private readonly ToolCallAssembler _calls = new();
    private ChatCompletionChunk? _last;

    public ChatResponseUpdate Read(ChatCompletionChunk chunk)
    {
        _last = chunk;
        var update = NewUpdate(chunk);
        foreach (var choice in chunk.Choices)
        {
            if (!string.IsNullOrEmpty(choice.Delta.Content)) update.Contents.Add(new TextContent(choice.Delta.Content));
            if (!string.IsNullOrEmpty(choice.Delta.Refusal)) update.Contents.Add(ChatAnswerReader.RefusalOf(choice.Delta.Refusal));
            _calls.Add(choice.Delta.ToolCalls);
            update.FinishReason ??= ChatAnswerReader.FinishOf(choice.FinishReason);
        }

        if (chunk.Usage is { } usage) update.Contents.Add(new UsageContent(ChatAnswerReader.UsageOf(usage)));
        return update;
    }

    /// <summary>The calls of the whole answer, or null where it has none.</summary>
    public ChatResponseUpdate? TakeToolCalls()
    {
        var calls = _calls.Take();
        if (calls.Count == 0 || _last is null) return null;
        var update = NewUpdate(_last);
        update.RawRepresentation = null;
        foreach (var call in calls) update.Contents.Add(call);
        return update;
    }

    private ChatResponseUpdate NewUpdate(ChatCompletionChunk chunk) => new()
    {
        Role = ChatRole.Assistant,
        ResponseId = chunk.Id,
        MessageId = chunk.Id,
        ModelId = chunk.Model,
        CreatedAt = DateTimeOffset.FromUnixTimeSeconds(chunk.Created),
        RawRepresentation = chunk,
        AdditionalProperties = new AdditionalPropertiesDictionary { [FreeholdChatClient.RouteKey] = route },
    };
}
