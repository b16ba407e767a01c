namespace Freehold.Contracts.Telemetry;

/// <summary>
/// Names of attributes of spans and metrics: first those of OpenTelemetry's semantic conventions (GenAI 1.40), then ours. No prompt, no
/// answer, no key and nothing about a person ever goes into one.
/// </summary>
public static class SpanAttributes
{
    /// <summary>The class of a failure; one of few.</summary>
    public const string ErrorType = "error.type";

    /// <summary>Host of an upstream.</summary>
    public const string ServerAddress = "server.address";

    /// <summary>Port of an upstream.</summary>
    public const string ServerPort = "server.port";

    /// <summary><c>chat</c> or <c>text_completion</c>.</summary>
    public const string OperationName = "gen_ai.operation.name";

    /// <summary>The provider's name in the configuration, or <c>freehold</c> for a model of ours.</summary>
    public const string ProviderName = "gen_ai.provider.name";

    /// <summary>The model that was asked.</summary>
    public const string RequestModel = "gen_ai.request.model";

    /// <summary>Most tokens that were asked for.</summary>
    public const string RequestMaxTokens = "gen_ai.request.max_tokens";

    /// <summary>The temperature that was asked for.</summary>
    public const string RequestTemperature = "gen_ai.request.temperature";

    /// <summary>The nucleus that was asked for.</summary>
    public const string RequestTopP = "gen_ai.request.top_p";

    /// <summary>The model that answered, as the upstream calls it.</summary>
    public const string ResponseModel = "gen_ai.response.model";

    /// <summary>The id of the answer, which is that of its outcome.</summary>
    public const string ResponseId = "gen_ai.response.id";

    /// <summary>Why the choices ended; an array.</summary>
    public const string FinishReasons = "gen_ai.response.finish_reasons";

    /// <summary>Tokens of the prompt.</summary>
    public const string InputTokens = "gen_ai.usage.input_tokens";

    /// <summary>Tokens of the answer.</summary>
    public const string OutputTokens = "gen_ai.usage.output_tokens";

    /// <summary><c>input</c> or <c>output</c>.</summary>
    public const string TokenType = "gen_ai.token.type";

    /// <summary>Whose request it is. Of spans only: a metric by tenant would grow with their number.</summary>
    public const string Tenant = "freehold.tenant";

    /// <summary>The id of the HTTP request.</summary>
    public const string RequestId = "freehold.request.id";

    /// <summary>The sensitivity label.</summary>
    public const string Label = "freehold.label";

    /// <summary>The router's decision in its own words.</summary>
    public const string Decision = "freehold.decision";

    /// <summary>Why the router refused, or what an earlier attempt failed of; one of few.</summary>
    public const string Reason = "freehold.reason";

    /// <summary>How many candidates may be tried.</summary>
    public const string CandidateCount = "freehold.candidate.count";

    /// <summary>The id of the candidate that is tried.</summary>
    public const string Candidate = "freehold.candidate";

    /// <summary>Where the prompt goes.</summary>
    public const string Zone = "freehold.zone";

    /// <summary>Which attempt of its request it is, from 1.</summary>
    public const string Attempt = "freehold.attempt";

    /// <summary>How the attempt ended.</summary>
    public const string AttemptResult = "freehold.attempt.result";

    /// <summary>What it cost, in micro-USD.</summary>
    public const string CostMicroUsd = "freehold.cost_micro_usd";

    /// <summary>The version of the workload's student, where the request has to do with it.</summary>
    public const string StudentVersion = "freehold.student.version";

    /// <summary>Whether the student leads: <c>student</c>, <c>control</c> or <c>shadow</c>.</summary>
    public const string StudentArm = "freehold.student.arm";

    /// <summary>The worker's key.</summary>
    public const string Worker = "freehold.worker";

    /// <summary>Time in the worker's queue, in milliseconds.</summary>
    public const string QueueTimeMs = "freehold.queue_time_ms";

    /// <summary>The key of the log.</summary>
    public const string Log = "freehold.log";

    /// <summary>The sequence in the log.</summary>
    public const string Sequence = "freehold.log.sequence";

    /// <summary>How the request ended.</summary>
    public const string OutcomeStatus = "freehold.outcome.status";
}
