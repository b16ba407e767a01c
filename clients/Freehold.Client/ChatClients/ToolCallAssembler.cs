using System.Text;
using System.Text.Json;
using Freehold.Wire.Json;
using Microsoft.Extensions.AI;

namespace Freehold.Client;

/// <summary>
/// Puts tool calls together from their pieces: OpenAI streams id and name once, and the arguments' text bit by bit, by index.
/// </summary>
internal sealed class ToolCallAssembler
{
    private readonly SortedDictionary<int, Pieces> _calls = [];

    /// <summary>Adds the <c>tool_calls</c> of a message or of a delta; absent ones change nothing.</summary>
    public void Add(RawJson toolCalls)
    {
        if (!toolCalls.HasValue) return;
        using var document = JsonDocument.Parse(toolCalls.Utf8);
        var position = 0;
        foreach (var call in document.RootElement.EnumerateArray())
        {
            // Whole messages have no index: their order is it.
            var index = call.TryGetProperty("index"u8, out var given) ? given.GetInt32() : position;
            position++;
            if (!_calls.TryGetValue(index, out var pieces)) _calls[index] = pieces = new Pieces();
            if (call.TryGetProperty("id"u8, out var id)) pieces.Id ??= id.GetString();
            if (!call.TryGetProperty("function"u8, out var function)) continue;
            if (function.TryGetProperty("name"u8, out var name)) pieces.Name ??= name.GetString();
            if (function.TryGetProperty("arguments"u8, out var arguments)) pieces.Arguments.Append(arguments.GetString());
        }
    }

    /// <summary>The calls so far, in order.</summary>
    public List<FunctionCallContent> Take()
    {
        var calls = _calls.Values.Select(pieces => pieces.ToContent()).ToList();
        _calls.Clear();
        return calls;
    }

    private sealed class Pieces
    {
        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();

        // Arguments that are not JSON come as the content's Exception, as callers of Microsoft.Extensions.AI expect.
        public FunctionCallContent ToContent() => FunctionCallContent.CreateFromParsedArguments(
            Arguments.Length == 0 ? "{}" : Arguments.ToString(), Id ?? "", Name ?? "",
            static text => (IDictionary<string, object?>?)JsonSerializer.Deserialize(
                text, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>))));
    }
}
