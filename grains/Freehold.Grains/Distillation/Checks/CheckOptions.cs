using System.ComponentModel.DataAnnotations;

namespace Freehold.Grains.Distillation.Checks;

/// <summary>The checks of this installation, as configured.</summary>
public sealed class ChecksOptions
{
    /// <summary>By name.</summary>
    public Dictionary<string, CheckOptions> Checks { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>
/// A check of students' answers by HTTP: <c>Freehold:Checks:NAME</c>. A policy names it and no more: where a tenant's data are sent is the operator's to say.
/// </summary>
public sealed class CheckOptions
{
    /// <summary>Where the answers are posted to.</summary>
    [Required]
    public string Url { get; set; } = "";

    /// <summary>The key it gets as bearer token; also read from <c>FREEHOLD_CHECK_NAME_KEY</c>. None: no header is sent.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Where what is sent there goes; what a policy's zones forbid there is not sent.</summary>
    /// <value>Default <c>any</c>: somewhere outside.</value>
    public string Zone { get; set; } = "any";

    /// <summary>How long it may take for one batch, in seconds.</summary>
    /// <value>Default 30.</value>
    [Range(1, 600)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Longest answer that is read, in bytes.</summary>
    /// <value>Default 1 MiB.</value>
    [Range(1_024, 64 << 20)]
    public int MaxAnswerBytes { get; set; } = 1 << 20;
}
