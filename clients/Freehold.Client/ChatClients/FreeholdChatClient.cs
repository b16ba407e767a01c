using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Freehold.Client;

/// <summary>
/// Freehold as an <see cref="IChatClient"/>, so that it composes with the .NET libraries built on it: function invocation,
/// caching, telemetry, Semantic Kernel, Agent Framework.
/// </summary>
/// <remarks>
/// Thread-safe. Does not own its <see cref="FreeholdClient"/>. A label or a workload for one call goes into
/// <see cref="ChatOptions.AdditionalProperties"/> under <see cref="LabelKey"/> and <see cref="WorkloadKey"/>; responses carry
/// <see cref="RouteInfo"/> under <see cref="RouteKey"/>.
/// </remarks>
public sealed class FreeholdChatClient : IChatClient
{
    /// <summary>Additional property of a request: its label.</summary>
    public const string LabelKey = "freehold.label";

    /// <summary>Additional property of a request: its workload.</summary>
    public const string WorkloadKey = "freehold.workload";

    /// <summary>Additional property of a response: its <see cref="RouteInfo"/>.</summary>
    public const string RouteKey = "freehold.route";

    private readonly FreeholdClient _client;
    private readonly string _model;
    private readonly CallOptions _defaults;
    private readonly ChatClientMetadata _metadata;

    /// <summary>A chat client.</summary>
    /// <param name="client">Not disposed by this one.</param>
    /// <param name="model">The model where a request names none.</param>
    /// <param name="defaults">Label and workload where a request brings none.</param>
    public FreeholdChatClient(FreeholdClient client, string model = "auto", CallOptions? defaults = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(model);
        (_client, _model, _defaults) = (client, model, defaults ?? new CallOptions());
        _metadata = new ChatClientMetadata("freehold", client.Options.BaseUrl, model);
    }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var body = ChatRequestWriter.Write(messages, options, _model, stream: false);
        return ChatAnswerReader.Read(await _client.CompleteChatAsync(body, CallOf(options), cancellationToken));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var body = ChatRequestWriter.Write(messages, options, _model, stream: true);
        await using var answer = await _client.StreamChatAsync(body, CallOf(options), cancellationToken);
        var reader = new ChatChunkReader(answer.Route);
        await foreach (var chunk in answer.WithCancellation(cancellationToken)) yield return reader.Read(chunk);
        if (reader.TakeToolCalls() is { } calls) yield return calls;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        return serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType == typeof(FreeholdClient) ? _client
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Nothing to release: the <see cref="FreeholdClient"/> is its maker's.</summary>
    public void Dispose()
    {
    }

    private CallOptions CallOf(ChatOptions? options) => new()
    {
        Label = Property(options, LabelKey) ?? _defaults.Label,
        Workload = Property(options, WorkloadKey) ?? _defaults.Workload,
    };

    private static string? Property(ChatOptions? options, string key) =>
        options?.AdditionalProperties?.TryGetValue(key, out var value) == true ? value?.ToString() : null;
}

/// <summary>Makes a chat client of a client.</summary>
public static class FreeholdChatClientExtensions
{
    /// <summary>Freehold as an <see cref="IChatClient"/>.</summary>
    /// <param name="client">Not disposed by the chat client.</param>
    /// <param name="model">The model where a request names none.</param>
    /// <param name="defaults">Label and workload where a request brings none.</param>
    public static IChatClient AsIChatClient(this FreeholdClient client, string model = "auto", CallOptions? defaults = null) =>
        new FreeholdChatClient(client, model, defaults);
}
