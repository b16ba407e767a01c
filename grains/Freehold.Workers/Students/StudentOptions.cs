using System.ComponentModel.DataAnnotations;

namespace Freehold.Workers.Students;

/// <summary>How this silo keeps students: <c>Freehold:Students</c>.</summary>
public sealed class StudentOptions
{
    /// <summary>Where adapters are unpacked. It is emptied at every start: what is loaded comes from artifacts that were verified since.</summary>
    /// <value>Default: <c>students</c> in the data folder.</value>
    public string Folder { get; set; } = "";

    /// <summary>Memory for specialists, in MiB; the one unused for longest gives way.</summary>
    /// <value>Default 256.</value>
    [Range(1, 1 << 20)]
    public int MaxSpecialistMebibytes { get; set; } = 256;

    /// <summary>Memory for the adapters of each model, in MiB; the one unused for longest gives way.</summary>
    /// <value>Default 512.</value>
    [Range(1, 1 << 20)]
    public int MaxAdapterMebibytes { get; set; } = 512;

    /// <summary>Adapters that are kept unpacked on disk; the one unpacked first gives way.</summary>
    /// <value>Default 64.</value>
    [Range(1, 100_000)]
    public int MaxAdaptersOnDisk { get; set; } = 64;
}
