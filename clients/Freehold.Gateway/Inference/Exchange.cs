using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Telemetry;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Labels;
using Freehold.Core.Labels.Decision;
using Freehold.Core.Policies;
using Freehold.Gateway.Inference.Students;
using Freehold.Gateway.Redaction;
using Freehold.Gateway.Training;
using Freehold.Wire.Errors;
using Microsoft.AspNetCore.Http;

namespace Freehold.Gateway.Inference;

/// <summary>One request on its way through the house: what is known of it so far, and what will be its outcome.</summary>
internal sealed class Exchange(
    HttpContext http, Principal principal, InferenceRequest request, Arrival arrival, string responseId, Routed routed, TimeProvider time,
    CancellationToken aborted)
{
    private readonly List<Attempt> _attempts = new(1);
    private AttemptTrace? _trace;
    private Candidate? _tried;
    private RedactedRequest? _redacted;
    private double _firstByteMs = double.NaN; // Until there is one.

    public HttpContext Http => http;

    public Principal Principal => principal;

    public InferenceRequest Request => request;

    /// <summary>The request, where it is one for text.</summary>
    public TextRequest Text => (TextRequest)request;

    public RouteDecision Decision => routed.Decision;

    /// <summary>What becomes of personal data where the exchanges of its workload are recorded.</summary>
    public PersonalDataInTraining PersonalDataInTraining => routed.Training.PersonalData;

    /// <summary>The id of the response and of the outcome.</summary>
    public string ResponseId => responseId;

    /// <summary>When the answer was begun, in Unix seconds.</summary>
    public long CreatedUnixSeconds => arrival.At.ToUnixTimeSeconds();

    /// <summary>The decision in words; what happened on the way is added to it.</summary>
    public string DecisionText { get; set; } = WithFailure(routed.Decision.Reason, request.Findings.Failure);

    /// <summary>What the client is told where nobody answers, of the last attempt that failed.</summary>
    public (WireError Error, int RetryAfterMs, byte[] Body)? LastError { get; set; }

    /// <summary>Digest of the adapter that the answer was made with; null: none.</summary>
    public string? AdapterDigest { get; set; }

    /// <summary>The request as a provider beyond this installation's devices gets it; null where nothing in it is to be replaced.</summary>
    /// <exception cref="Core.Redaction.RedactionLimitException">There is more to replace than the bound allows: then it goes to nobody out there.</exception>
    public RedactedRequest? RedactFor(Candidate candidate) =>
        request.Findings.Redacted.Count == 0 || candidate.Zone == Zones.Device ? null : _redacted ??= RedactedRequest.Make(Text);

    /// <summary>Who gave the answer that the client gets, at which place; null until somebody has.</summary>
    public Candidate? AnsweredBy { get; set; }

    /// <summary>The probability that the answer is right, where it was judged; null where not.</summary>
    public double? AnswerProbability { get; set; }

    /// <summary>What the student said that leads; null where none does, and until it has said something.</summary>
    public StudentAnswer? StudentAnswer { get; set; }

    /// <summary>The student that is asked beside its teacher; null where none is.</summary>
    public ShadowRun? Shadow { get; set; }

    /// <summary>What is said in it, where policy permits training with that; null where not.</summary>
    public TranscriptCapture? Capture { get; init; }

    /// <summary>What the client is answered, where somebody needs it; null where nobody does.</summary>
    public AnswerListener? Answer { get; init; }

    /// <summary>Cancelled where the client goes away, or where this process must end and cannot wait any longer.</summary>
    public CancellationToken Aborted => aborted;

    /// <summary>True from the moment in which the answer is a stream: errors are then told in it.</summary>
    public bool IsStreaming { get; set; }

    public long Now() => time.GetTimestamp();

    public double ElapsedMs(long since) => time.GetElapsedTime(since).TotalMilliseconds;

    /// <summary>A first byte goes out; those after it change nothing.</summary>
    public void NoteFirstByte() => _firstByteMs = double.IsNaN(_firstByteMs) ? ElapsedMs(arrival.Timestamp) : _firstByteMs;

    /// <summary>A candidate is about to be tried, by the grain calls that follow in this flow.</summary>
    public void Begin(Candidate candidate)
    {
        if (_attempts.Count > 0)
        {
            HouseMetrics.FellBack(_attempts[^1].Result.ToName());
        }

        AdapterDigest = null;
        Answer?.Restart();
        _tried = candidate;
        _trace = AttemptTrace.Begin(this, candidate, _attempts.Count + 1);
    }

    /// <summary>What is known of the answer of the candidate that is tried, besides what will be in its attempt.</summary>
    public void NoteAnswer(string? model, string? finishReason, bool tokensAreEstimated = false) =>
        _trace?.NoteAnswer(model, finishReason, tokensAreEstimated);

    /// <summary>The attempt that was begun has ended; <paramref name="errorType"/> is null where it brought an answer.</summary>
    public void Add(Attempt attempt, string? errorType = null)
    {
        _attempts.Add(attempt);
        AnsweredBy = attempt.Result == AttemptResult.Answered ? _tried : AnsweredBy;
        _trace?.End(attempt, ResponseId, errorType);
        _trace = null;
    }

    public void Replace(Attempt attempt, Attempt by) => _attempts[_attempts.IndexOf(attempt)] = by;

    /// <summary>The outcome as it stands. The answer's own figures are those of the attempt that answered.</summary>
    public Outcome ToOutcome(OutcomeStatus status, int httpStatus, string? modelDigest = null, string? error = null)
    {
        var totalMs = ElapsedMs(arrival.Timestamp);
        var last = _attempts.FindLast(attempt => attempt.Result is AttemptResult.Answered) ?? (_attempts.Count > 0 ? _attempts[^1] : null);
        var (ask, decision) = (routed.Request, routed.Decision);
        return new Outcome
        {
            Id = ResponseId,
            Tenant = principal.Tenant,
            KeyId = principal.KeyId,
            At = arrival.At,
            Api = request.Form.Api,
            Label = decision.Label,
            SensitiveKinds = SensitiveKindsOf(request.Findings),
            Workload = decision.Workload,
            WorkloadConfidence = decision.WorkloadConfidence,
            Features = ask.Features.Length > 0 ? ask.Features : null,
            Turn = ask.Turn,
            WeightsVersion = decision.WeightsVersion,
            RuleVersion = decision.RuleVersion,
            AdapterDigest = AdapterDigest,
            RequestedModel = Shorten(request.Model),
            Decision = DecisionText,
            PolicyVersion = decision.PolicyVersion,
            Candidates = Considered(),
            Attempts = [.. _attempts],
            Status = status,
            HttpStatus = httpStatus,
            Model = last?.Result is AttemptResult.Answered ? last.Candidate : null,
            ModelDigest = modelDigest,
            PromptTokens = last?.PromptTokens ?? 0,
            CompletionTokens = last?.CompletionTokens ?? 0,
            CostMicroUsd = _attempts.Sum(attempt => attempt.CostMicroUsd),
            FirstByteMs = double.IsNaN(_firstByteMs) ? totalMs : _firstByteMs,
            TotalMs = totalMs,
            Confidence = last?.Confidence,
            Error = error,
            Student = StudentTraces.Of(
                decision.Student,
                StudentAnswer ?? Shadow?.Ready ?? StudentTraces.AnswerOf(decision.Student, _attempts),
                status == OutcomeStatus.Completed ? Answer?.ToText() : null),
            Transcript = status == OutcomeStatus.Completed && Answer is { } said ? Capture?.Finish(said) : null,
        };
    }

    /// <summary>Tokens of the prompt and of the answer that the client gets: what the one who answered has in its cache.</summary>
    public int AnswerTokens => _attempts.FindLast(attempt => attempt.Result is AttemptResult.Answered) is { } answered
        ? answered.PromptTokens + answered.CompletionTokens
        : 0;

    /// <summary>What all attempts cost so far, in micro-USD.</summary>
    public long CostMicroUsd => _attempts.Sum(attempt => attempt.CostMicroUsd);

    private ConsideredCandidate[] Considered() =>
    [
        .. Decision.Candidates.Select(ranked => new ConsideredCandidate
        {
            Id = ranked.Candidate.Id,
            Allowed = true,
            Reason = ranked.Reason,
            Propensity = ranked.Propensity,
            ExpectedQuality = ranked.ExpectedQuality,
            ExpectedCostMicroUsd = ranked.ExpectedCostMicroUsd,
            ExpectedLatencyMs = ranked.ExpectedLatencyMs,
        }),
        .. Decision.Refused.Select(refused => new ConsideredCandidate
        {
            Id = refused.Id,
            Allowed = false,
            Reason = refused.Reason,
            ExpectedQuality = refused.ExpectedQuality,
            ExpectedCostMicroUsd = refused.ExpectedCostMicroUsd,
            ExpectedLatencyMs = refused.ExpectedLatencyMs,
        }),
    ];

    private static string[]? SensitiveKindsOf(LabelFindings findings) =>
        findings.Kinds.Count == 0 ? null : [.. findings.Kinds.Select(kind => kind.Name())];

    private static string WithFailure(string reason, string? failure) =>
        failure is null ? reason : $"{reason}; restricted, because {failure}";

    /// <summary>A name that a client made up goes into the log, so it is kept short.</summary>
    private static string Shorten(string model) => model.Length <= 200 ? model : model[..200];
}

/// <summary>When a request arrived.</summary>
/// <param name="At">By the wall clock.</param>
/// <param name="Timestamp">By the monotonic clock.</param>
internal readonly record struct Arrival(DateTimeOffset At, long Timestamp);
