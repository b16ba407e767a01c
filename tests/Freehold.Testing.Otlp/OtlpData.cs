using System.Globalization;

namespace Freehold.Testing.Otlp;

/// <summary>Attributes by name: text, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, or an array of them.</summary>
public sealed class OtlpAttributes : Dictionary<string, object?>
{
    /// <summary>A value as text (arrays joined by commas); null where there is none.</summary>
    public string? Text(string name) => GetValueOrDefault(name) switch
    {
        null => null,
        object?[] array => string.Join(",", array),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private object? GetValueOrDefault(string name) => TryGetValue(name, out var value) ? value : null;
}

/// <summary>What a span stands for; the numbers are the protocol's.</summary>
public enum OtlpSpanKind
{
    /// <summary>Not said.</summary>
    Unspecified,

    /// <summary>Work inside of the application.</summary>
    Internal,

    /// <summary>A request from outside.</summary>
    Server,

    /// <summary>A request to somebody else.</summary>
    Client,

    /// <summary>A message sent.</summary>
    Producer,

    /// <summary>A message taken.</summary>
    Consumer,
}

/// <summary>A span as it was received.</summary>
/// <param name="Resource">Attributes of the process that sent it.</param>
/// <param name="Scope">The source's name.</param>
public sealed record OtlpSpan(OtlpAttributes Resource, string Scope)
{
    /// <summary>32 hex digits.</summary>
    public string TraceId { get; internal set; } = "";

    /// <summary>16 hex digits.</summary>
    public string SpanId { get; internal set; } = "";

    /// <summary>16 hex digits; empty where it has no parent.</summary>
    public string ParentId { get; internal set; } = "";

    /// <summary>The name.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>The kind.</summary>
    public OtlpSpanKind Kind { get; internal set; }

    /// <summary>In nanoseconds since 1970.</summary>
    public ulong StartUnixNs { get; internal set; }

    /// <summary>In nanoseconds since 1970.</summary>
    public ulong EndUnixNs { get; internal set; }

    /// <summary>True where its status is an error.</summary>
    public bool IsError { get; internal set; }

    /// <summary>Its attributes.</summary>
    public OtlpAttributes Attributes { get; } = [];

    /// <summary>Names of its events.</summary>
    public List<string> Events { get; } = [];

    /// <summary>An attribute as text.</summary>
    public string? this[string attribute] => Attributes.Text(attribute);
}

/// <summary>A data point of a metric as it was received: a number's value, or a histogram's count and sum.</summary>
/// <param name="Resource">Attributes of the process that sent it.</param>
/// <param name="Metric">The metric's name.</param>
/// <param name="Unit">Its unit.</param>
public sealed record OtlpPoint(OtlpAttributes Resource, string Metric, string Unit)
{
    /// <summary>The value of a sum or a gauge.</summary>
    public double Value { get; internal set; }

    /// <summary>How many values a histogram has.</summary>
    public long Count { get; internal set; }

    /// <summary>Their sum.</summary>
    public double Sum { get; internal set; }

    /// <summary>The upper bounds of a histogram's buckets.</summary>
    public double[] Bounds { get; internal set; } = [];

    /// <summary>Its attributes.</summary>
    public OtlpAttributes Attributes { get; } = [];

    /// <summary>An attribute as text.</summary>
    public string? this[string attribute] => Attributes.Text(attribute);
}

/// <summary>A log record as it was received.</summary>
/// <param name="Resource">Attributes of the process that sent it.</param>
/// <param name="Category">The logger's name.</param>
public sealed record OtlpLog(OtlpAttributes Resource, string Category)
{
    /// <summary>The text.</summary>
    public string Body { get; internal set; } = "";

    /// <summary>The severity as text.</summary>
    public string Severity { get; internal set; } = "";

    /// <summary>32 hex digits; empty where it was written outside of a trace.</summary>
    public string TraceId { get; internal set; } = "";

    /// <summary>16 hex digits; empty where it was written outside of a span.</summary>
    public string SpanId { get; internal set; } = "";

    /// <summary>Its attributes.</summary>
    public OtlpAttributes Attributes { get; } = [];
}
