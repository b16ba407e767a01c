namespace Freehold.Core.Policies.Reading;

/// <summary>Collects the faults of one document, at most <see cref="PolicyBounds.MaxFaults"/>.</summary>
internal sealed class PolicyFaults
{
    private readonly List<PolicyFault> _faults = [];

    public bool Any => _faults.Count > 0;

    public void Add(PolicyNode place, string path, string what, string remedy) => Add(place.Line, place.Column, path, what, remedy);

    public void Add(int line, int column, string path, string what, string remedy)
    {
        if (_faults.Count < PolicyBounds.MaxFaults)
        {
            _faults.Add(new PolicyFault(line, column, path, what, remedy));
        }
    }

    /// <summary>In the order of their places.</summary>
    public IReadOnlyList<PolicyFault> ToList() => [.. _faults.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column)];
}
