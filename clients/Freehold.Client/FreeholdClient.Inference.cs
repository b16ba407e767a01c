using System.Text.Json.Serialization.Metadata;
using Freehold.Client.Http;
using Freehold.Wire;
using Freehold.Wire.Chat;
using Freehold.Wire.Completions;
using Freehold.Wire.Json;

namespace Freehold.Client;

public sealed partial class FreeholdClient
{
    private const string ChatPath = "/v1/chat/completions";
    private const string CompletionsPath = "/v1/completions";
    private static readonly WireJsonContext Wire = WireJsonContext.Default;

    /// <summary>Asks for a whole answer to a conversation; <see cref="GenerationRequest.Stream"/> is ignored.</summary>
    public Task<Answer<ChatCompletion>> CompleteChatAsync(
        ChatCompletionRequest request, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var body = Transport.Json(request with { Stream = false, StreamOptions = null }, Wire.ChatCompletionRequest);
        return _transport.SendAsync(HttpMethod.Post, ChatPath, body, options, Wire.ChatCompletion, cancellationToken);
    }

    /// <summary>Asks for a streamed answer to a conversation; returns when its head is here.</summary>
    /// <returns>The stream; enumerate or dispose it.</returns>
    public Task<AnswerStream<ChatCompletionChunk>> StreamChatAsync(
        ChatCompletionRequest request, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var body = Transport.Json(request with { Stream = true }, Wire.ChatCompletionRequest);
        return StreamAsync(ChatPath, body, options, Wire.ChatCompletionChunk, cancellationToken);
    }

    /// <summary>Asks for a whole continuation of a prompt; <see cref="GenerationRequest.Stream"/> is ignored.</summary>
    public Task<Answer<Completion>> CompleteTextAsync(
        CompletionRequest request, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var body = Transport.Json(request with { Stream = false, StreamOptions = null }, Wire.CompletionRequest);
        return _transport.SendAsync(HttpMethod.Post, CompletionsPath, body, options, Wire.Completion, cancellationToken);
    }

    /// <summary>Asks for a streamed continuation of a prompt; returns when its head is here.</summary>
    /// <returns>The stream; enumerate or dispose it.</returns>
    public Task<AnswerStream<Completion>> StreamTextAsync(
        CompletionRequest request, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var body = Transport.Json(request with { Stream = true }, Wire.CompletionRequest);
        return StreamAsync(CompletionsPath, body, options, Wire.Completion, cancellationToken);
    }

    internal Task<Answer<ChatCompletion>> CompleteChatAsync(byte[] body, CallOptions? options, CancellationToken cancellationToken) =>
        _transport.SendAsync(HttpMethod.Post, ChatPath, Transport.Json(body), options, Wire.ChatCompletion, cancellationToken);

    internal Task<AnswerStream<ChatCompletionChunk>> StreamChatAsync(
        byte[] body, CallOptions? options, CancellationToken cancellationToken) =>
        StreamAsync(ChatPath, Transport.Json(body), options, Wire.ChatCompletionChunk, cancellationToken);

    private async Task<AnswerStream<T>> StreamAsync<T>(
        string path, HttpContent body, CallOptions? options, JsonTypeInfo<T> chunkType, CancellationToken cancellationToken) =>
        new(await _transport.SendAsync(HttpMethod.Post, path, body, options, cancellationToken), chunkType);
}
