namespace Freehold.Benchmarks.Fuzz;

/// <summary>A reader of untrusted bytes: <c>-- fuzz --target NAME --minutes N</c> feeds it spoiled inputs.</summary>
internal interface IFuzzTarget
{
    /// <summary>What it is called by on the command line.</summary>
    string Name { get; }

    /// <summary>Good inputs to start from.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Words of the format that mutations put in.</summary>
    IReadOnlyList<byte[]> Dictionary { get; }

    /// <summary>Most bytes that reading an input of this length may allocate, garbage included.</summary>
    long AllocationBound(int inputBytes);

    /// <summary>Reads and uses one input.</summary>
    /// <returns>
    /// What became of it, such as <c>read</c> or the refusal's message. Kinds of outcome are counted, and an input that has a new one
    /// joins the corpus; digits and quoted parts do not tell two apart. Any exception is a crash.
    /// </returns>
    string Run(byte[] input);
}
