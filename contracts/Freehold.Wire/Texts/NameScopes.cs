using System.Text.Json;

namespace Freehold.Wire.Texts;

/// <summary>
/// The names of every object that is open, to find one that comes twice. Few names are compared one by one; an object with many gets a set, so
/// that the work stays linear in the body.
/// </summary>
internal sealed class NameScopes
{
    private const int FewNames = 16;

    private readonly List<string> _names = [];
    private readonly Stack<(int FirstName, HashSet<string>? Many)> _outer = new();
    private int _firstName;
    private HashSet<string>? _many;

    public void Open()
    {
        _outer.Push((_firstName, _many));
        (_firstName, _many) = (_names.Count, null);
    }

    public void Close()
    {
        _names.RemoveRange(_firstName, _names.Count - _firstName);
        (_firstName, _many) = _outer.Pop();
    }

    /// <summary>Notes the reader's property name; false where the object has it already.</summary>
    public bool TryAdd(ref Utf8JsonReader reader)
    {
        if (_many is null)
        {
            for (var i = _firstName; i < _names.Count; i++)
            {
                if (reader.ValueTextEquals(_names[i])) return false;
            }
        }

        var name = (reader.ValueIsEscaped ? null : ApiWords.Find(reader.ValueSpan)) ?? reader.GetString()!;
        if (_many is null && _names.Count - _firstName == FewNames)
        {
            _many = new HashSet<string>(_names.Skip(_firstName), StringComparer.Ordinal);
        }

        _names.Add(name);
        return _many is null || _many.Add(name);
    }
}
