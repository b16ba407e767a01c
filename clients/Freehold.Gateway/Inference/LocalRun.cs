using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Freehold.Contracts.Inference;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Wire;
using Freehold.Wire.Answers;

namespace Freehold.Gateway.Inference;

/// <summary>One run of a model of ours: its text and its figures as they come.</summary>
internal sealed class LocalRun(Exchange exchange, Candidate candidate)
{
    private readonly StringBuilder _text = new();
    private readonly long _startedAt = exchange.Now();
    private readonly AnswerHeader _header = HeaderOf(exchange, candidate);
    private int _sent;
    private int _tokens;
    private double _logProbSum;

    public Candidate Candidate => candidate;

    public string Text => _text.ToString();

    /// <summary>How the answer ended; null until it has.</summary>
    public GenerateFinish? Finish { get; private set; }

    /// <summary>Mean log-probability of the tokens; null where there are none.</summary>
    public double? Confidence => _tokens > 0 ? _logProbSum / _tokens : null;

    /// <summary>Where the stream goes; null until its first byte.</summary>
    public PipeWriter? Output { get; private set; }

    public static AnswerHeader HeaderOf(Exchange exchange, Candidate candidate) =>
        new(exchange.ResponseId, exchange.CreatedUnixSeconds, candidate.Id);

    public static UsageCounts UsageOf(GenerateFinish finish) => new(finish.PromptTokens, finish.CompletionTokens, 0);

    public void Add(TokenBatch batch)
    {
        exchange.AdapterDigest = batch.AdapterDigest ?? exchange.AdapterDigest;
        _text.Append(batch.Text);
        _tokens += batch.Tokens;
        _logProbSum += batch.LogProbSum;
        Finish = batch.Finish ?? Finish;
    }

    /// <summary>Sends some text, and before it whatever opens the stream.</summary>
    public async ValueTask SendAsync(string text)
    {
        var output = Open();
        if (text.Length > 0)
        {
            exchange.Request.Format.WriteTextEvent(output, _header, text);
            _sent += text.Length;
        }

        exchange.NoteFirstByte();
        await output.FlushAsync(exchange.Aborted);
    }

    /// <summary>Logs the outcome, then sends what is left and the end.</summary>
    public Task EndAsync(ResponseWriter writer)
    {
        var output = Open();
        var rest = new ArrayBufferWriter<byte>();
        var format = exchange.Request.Format;
        if (_text.Length > _sent)
        {
            format.WriteTextEvent(rest, _header, _text.ToString(_sent, _text.Length - _sent));
        }

        format.WriteFinishEvent(rest, _header, Finish!.Reason);
        if (exchange.Request.Wire.WantsStreamUsage)
        {
            format.WriteUsageEvent(rest, _header, UsageOf(Finish));
        }

        return writer.EndStreamAsync(exchange, candidate, output, rest.WrittenMemory);
    }

    public Attempt ToAttempt(AttemptResult result, string? detail = null) => new()
    {
        Candidate = candidate.Id,
        Result = result,
        Detail = detail,
        PromptTokens = Finish?.PromptTokens ?? 0,
        CompletionTokens = Finish?.CompletionTokens ?? _tokens,
        LatencyMs = exchange.ElapsedMs(_startedAt),
        Confidence = Confidence,
        QueueTimeMs = Finish?.QueueTimeMs ?? 0,
    };

    private PipeWriter Open()
    {
        if (Output is null)
        {
            Output = ResponseWriter.BeginStream(exchange, candidate, exchange.CostMicroUsd);
            exchange.Request.Format.WriteStartEvent(Output, _header);
        }

        return Output;
    }
}
