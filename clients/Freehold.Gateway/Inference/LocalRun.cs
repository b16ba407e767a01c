using System.Buffers;
using System.IO.Pipelines;
using Freehold.Contracts.Inference;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Core.Calibration;
using Freehold.Wire;
using Freehold.Wire.Answers;

namespace Freehold.Gateway.Inference;

/// <summary>One run of a model of ours: its answers and its figures as they come.</summary>
internal sealed class LocalRun(Exchange exchange, Candidate candidate)
{
    private readonly ChoiceRun[] _choices =
        [.. Enumerable.Range(0, exchange.Text.Wire.ChoiceCount).Select(index => new ChoiceRun(index, exchange.Text.TopLogprobs))];

    private readonly long _startedAt = exchange.Now();
    private readonly AnswerHeader _header = HeaderOf(exchange, candidate);
    private readonly TokenSignals _signals = new();
    private int _tokens;
    private double _logProbSum;
    private AnswerSignals? _told;

    public Candidate Candidate => candidate;

    /// <summary>The answers, whole once <see cref="Finish"/> is there.</summary>
    public AnswerChoice[] Answers => [.. _choices.Select(choice => choice.ToAnswer())];

    /// <summary>How the answers ended, with the tokens of all; null until the last of them has.</summary>
    public GenerateFinish? Finish { get; private set; }

    /// <summary>Mean log-probability of the tokens; null where there are none.</summary>
    public double? Confidence => _tokens > 0 ? _logProbSum / _tokens : null;

    /// <summary>What is thought of the answers; null where they are not judged.</summary>
    public Judgement? Judgement { get; private set; }

    /// <summary>Where the stream goes; null until its first byte.</summary>
    public PipeWriter? Output { get; private set; }

    public static AnswerHeader HeaderOf(Exchange exchange, Candidate candidate) =>
        new(exchange.ResponseId, exchange.CreatedUnixSeconds, candidate.Id);

    public static UsageCounts UsageOf(GenerateFinish finish) => new(finish.PromptTokens, finish.CompletionTokens, finish.CachedPromptTokens);

    public void Add(TokenBatch batch)
    {
        exchange.AdapterDigest = batch.AdapterDigest ?? exchange.AdapterDigest;
        _choices[batch.Choice].Add(batch);
        _tokens += batch.Tokens;
        _logProbSum += batch.LogProbSum;
        BatchSignals.Add(_signals, batch);
        if (Array.TrueForAll(_choices, choice => choice.Finish is not null))
        {
            Finish = _choices[0].Finish! with
            {
                CompletionTokens = _choices.Sum(choice => choice.Finish!.CompletionTokens),
                QueueTimeMs = _choices.Max(choice => choice.Finish!.QueueTimeMs),
            };
        }
    }

    /// <summary>Judges the answers once they are whole; without a cascade only what they tell is kept, to learn from.</summary>
    public void Judge(CascadeRule? cascade, double agreement, bool? isValidJson)
    {
        _told = _signals.ToSignals(Array.TrueForAll(_choices, choice => choice.Finish!.Reason == "stop"), agreement, isValidJson);
        Judgement = cascade is null ? null : AnswerJudge.Judge(cascade, _told);
    }

    /// <summary>Sends what came of an answer, and before it whatever opens the stream.</summary>
    public async ValueTask SendAsync(int choice)
    {
        var output = Open();
        WriteNew(output, _choices[choice]);
        exchange.NoteFirstByte();
        await output.FlushAsync(exchange.Aborted);
    }

    /// <summary>Logs the outcome, then sends what is left and the end.</summary>
    public Task EndAsync(ResponseWriter writer)
    {
        var output = Open();
        var rest = new ArrayBufferWriter<byte>();
        var format = exchange.Text.Format;
        foreach (var choice in _choices)
        {
            WriteNew(rest, choice);
            format.WriteFinishEvent(rest, _header, choice.Finish!.Reason, choice.Index);
        }

        if (exchange.Text.Wire.WantsStreamUsage)
        {
            format.WriteUsageEvent(rest, _header, UsageOf(Finish!));
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
        Probability = Judgement?.Probability,
        CalibrationVersion = Judgement?.CalibrationVersion,
        Signals = _told?.ToBytes(),
    };

    private PipeWriter Open()
    {
        if (Output is null)
        {
            Output = ResponseWriter.BeginStream(exchange, candidate, exchange.CostMicroUsd);
            foreach (var choice in _choices)
            {
                exchange.Text.Format.WriteStartEvent(Output, _header, choice.Index);
            }
        }

        return Output;
    }

    private void WriteNew(IBufferWriter<byte> output, ChoiceRun choice)
    {
        if (choice.TakeNew() is { } added)
        {
            exchange.Text.Format.WriteTextEvent(output, _header, added.Text, choice.Index, added.Logprobs);
        }
    }
}
