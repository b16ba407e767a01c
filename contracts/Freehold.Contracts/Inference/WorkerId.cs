namespace Freehold.Contracts.Inference;

/// <summary>The key of a worker: which silo, which device.</summary>
/// <param name="Silo">The silo's name.</param>
/// <param name="Device">The device in it, as <c>cpu0</c>.</param>
public readonly record struct WorkerId(string Silo, string Device)
{
    /// <summary>The processor of the machine.</summary>
    public const string Cpu = "cpu0";

    /// <summary>Reads <c>silo/device</c>.</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static WorkerId Parse(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < key.Length - 1
            ? new WorkerId(key[..slash], key[(slash + 1)..])
            : throw new FormatException($"'{key}' is not a worker key: it must have the form silo/device.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Silo}/{Device}";
}
