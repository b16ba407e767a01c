namespace Freehold.Wire;

/// <summary>Headers of ours, as the gateway writes and reads them and the client reads and writes them.</summary>
public static class FreeholdHeaders
{
    /// <summary>On every response: its id in our logs.</summary>
    public const string RequestId = "x-request-id";

    /// <summary>Who answered.</summary>
    public const string Model = "x-freehold-model";

    /// <summary>SHA-256 of the weights that answered, where they are ours.</summary>
    public const string ModelDigest = "x-freehold-model-digest";

    /// <summary>In a request: the tenant's adapter that a local model shall run with.</summary>
    public const string Adapter = "x-freehold-adapter";

    /// <summary>Digest of the adapter that the model ran with.</summary>
    public const string AdapterDigest = "x-freehold-adapter-digest";

    /// <summary>Why.</summary>
    public const string Decision = "x-freehold-decision";

    /// <summary>The calibrated probability that the answer is right, 0 to 1, where a cascade judged it before it went out.</summary>
    public const string Confidence = "x-freehold-confidence";

    /// <summary>What it cost, in USD. In a stream of a provider it comes as a comment before <c>[DONE]</c>, because it is known only then.</summary>
    public const string CostUsd = "x-freehold-cost-usd";

    /// <summary>In a request: the least label it runs under. In a response: the label it ran under.</summary>
    public const string Label = "x-freehold-label";

    /// <summary>In a request: <c>off</c>, where it must not become training data, whatever policy permits.</summary>
    public const string Training = "x-freehold-training";

    /// <summary>In a request: the kind of task it is.</summary>
    public const string Workload = "x-freehold-workload";
}
