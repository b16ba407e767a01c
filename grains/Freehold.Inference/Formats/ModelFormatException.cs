namespace Freehold.Inference.Formats;

/// <summary>A model file that cannot be used: damaged, lying about itself, or of a kind that this engine does not run.</summary>
/// <remarks>
/// The only exception that reading a model's bytes ends in, whatever the bytes are; a file that is absent or unreadable stays an
/// <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> of the system.
/// </remarks>
public sealed class ModelFormatException : Exception
{
    /// <summary>States what is wrong, where, and what to do about it.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="what">What is wrong, as a clause without a full stop.</param>
    /// <param name="where">Byte offset, tensor or key.</param>
    /// <param name="remedy">What to do, as a sentence.</param>
    /// <param name="inner">The fault underneath, if any.</param>
    public ModelFormatException(string file, string what, string where, string remedy, Exception? inner = null)
        : base($"{file}: {what} ({where}). {remedy}", inner)
    {
        File = file;
        Where = where;
        Remedy = remedy;
    }

    /// <summary>Path of the file.</summary>
    public string File { get; }

    /// <summary>Byte offset, tensor or key at which the fault was found.</summary>
    public string Where { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }

    internal const string Damaged = "The file is damaged or was cut short: fetch or convert it again.";
}
