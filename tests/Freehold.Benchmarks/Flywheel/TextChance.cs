using System.Security.Cryptography;
using System.Text;

namespace Freehold.Benchmarks.Flywheel;

/// <summary>Chance that depends on a text and a seed alone, so that a text has the same fate in every order and every run.</summary>
internal static class TextChance
{
    /// <summary>A number from 0 to below 1.</summary>
    /// <param name="text">Whose.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">What it decides; another purpose has another number.</param>
    public static double Of(string text, ulong seed, string purpose)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}:{purpose}:{text}"));
        return (BitConverter.ToUInt64(hash) >> 11) * (1.0 / (1UL << 53));
    }
}
