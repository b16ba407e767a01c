using System.ComponentModel.DataAnnotations;

namespace Freehold.Gateway.Http;

/// <summary>How a process that is told to stop (SIGTERM) lets its requests come to their end: <c>Freehold:Drain</c>.</summary>
public sealed class DrainOptions
{
    /// <summary>So long <c>/readyz</c> says no while requests are still taken, so that a load balancer can look away first, in seconds.</summary>
    /// <value>Default 0; behind a load balancer more than its probe's period.</value>
    [Range(0, 600)]
    public double DelaySeconds { get; set; }

    /// <summary>So long the requests in flight may go on, in seconds; what is left then is told so and ends.</summary>
    /// <value>Default 30.</value>
    [Range(0, 3_600)]
    public double LimitSeconds { get; set; } = 30;

    /// <summary>Both together.</summary>
    public TimeSpan Total => TimeSpan.FromSeconds(DelaySeconds + LimitSeconds);
}
