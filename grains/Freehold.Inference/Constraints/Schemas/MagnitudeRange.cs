using System.Globalization;
using Freehold.Inference.Constraints.Automata;

namespace Freehold.Inference.Constraints.Schemas;

/// <summary>
/// Decimal numbers without a sign between two bounds, digit by digit: while the digits so far are those of a bound, the next one must not
/// pass that bound's.
/// </summary>
internal sealed class MagnitudeRange
{
    // Digits that a number may have where no bound says more: a double holds 15 exactly, 64 bits hold 18.
    private const int FreeDigits = 15, FreeIntegerDigits = 18;

    private readonly AutomatonBuilder _builder;
    private readonly Digits _low;
    private readonly Digits? _high;
    private readonly bool _whole;
    private readonly int _multiple;
    private readonly int _end;
    private readonly Dictionary<Place, int> _states = [];

    private MagnitudeRange(AutomatonBuilder builder, Digits low, Digits? high, bool whole, int multiple, int end) =>
        (_builder, _low, _high, _whole, _multiple, _end) = (builder, low, high, whole, multiple, end);

    /// <summary>
    /// Adds the numbers from <paramref name="low"/>, which is not negative, to <paramref name="high"/>, where null bounds the digits only.
    /// Whole ones are multiples of <paramref name="multiple"/>.
    /// </summary>
    public static void Add(AutomatonBuilder builder, int from, NumberBound low, NumberBound? high, bool whole, int multiple, int to)
    {
        if (high is { } most && most.Value < low.Value)
            return;
        var range = new MagnitudeRange(builder, Digits.Of(low), high is { } bound ? Digits.Of(bound) : null, whole, multiple, to);
        range.AddLengths(from);
    }

    private void AddLengths(int from)
    {
        var longest = _high?.Whole.Length ?? Math.Max(_low.Whole.Length, _whole ? FreeIntegerDigits : FreeDigits);
        for (var length = _low.Whole.Length; length <= longest; length++)
        {
            var place = new Place(length, 0, length == _low.Whole.Length, length == _high?.Whole.Length, 0);
            AddWholeDigits(from, place, isFirst: true);
        }
    }

    private void AddWholeDigits(int from, Place place, bool isFirst)
    {
        // Of digits with the same number left, those at a bound's length are compared with that bound's.
        var lowDigit = place.AtLow ? _low.Whole[^place.WholeLeft] - '0' : 0;
        var highDigit = place.AtHigh ? _high!.Whole[^place.WholeLeft] - '0' : 9;
        for (var digit = lowDigit; digit <= highDigit; digit++)
        {
            if (isFirst && digit == 0 && place.WholeLeft > 1)
                continue;
            var next = new Place(
                place.WholeLeft - 1, 0, place.AtLow && digit == lowDigit, place.AtHigh && digit == highDigit,
                (place.Remainder * 10 + digit) % _multiple)
            {
                FractionLeft = isFirst ? FractionDigits(place.WholeLeft) : place.FractionLeft,
            };
            _builder.AddByte(from, (char)('0' + digit), StateOf(next));
        }
    }

    private int StateOf(Place place)
    {
        if (_states.TryGetValue(place, out var known))
            return known;
        // Bounded recursion: each step has a digit fewer left.
        var state = _builder.NewState();
        _states.Add(place, state);
        if (place.WholeLeft > 0)
        {
            AddWholeDigits(state, place, isFirst: false);
            return state;
        }

        if (MayEnd(place))
            _builder.AddEpsilon(state, _end);
        if (!_whole && place.FractionLeft > 0)
            AddFractionDigits(place.FractionTaken == 0 ? _builder.AddLiteral(state, "."u8) : state, place);
        return state;
    }

    private void AddFractionDigits(int from, Place place)
    {
        var lowDigit = place.AtLow ? _low.FractionDigit(place.FractionTaken) : 0;
        var highDigit = place.AtHigh ? _high!.FractionDigit(place.FractionTaken) : 9;
        for (var digit = lowDigit; digit <= highDigit; digit++)
        {
            var (atLow, atHigh) = (place.AtLow && digit == lowDigit, place.AtHigh && digit == highDigit);
            // Free of both bounds, how many digits came is of no matter, only that some did.
            var taken = atLow || atHigh ? place.FractionTaken + 1 : 1;
            var next = new Place(0, taken, atLow, atHigh, 0) { FractionLeft = place.FractionLeft - 1 };
            _builder.AddByte(from, (char)('0' + digit), StateOf(next));
        }
    }

    private bool MayEnd(Place place)
    {
        if (place.Remainder != 0)
            return false;
        if (place.AtLow && (place.FractionTaken < _low.Fraction.Length || _low.Exclusive))
            return false;
        return !place.AtHigh || place.FractionTaken < _high!.Fraction.Length || !_high.Exclusive;
    }

    private int FractionDigits(int wholeDigits) => _whole
        ? 0
        : Math.Max(Math.Max(_low.Fraction.Length, _high?.Fraction.Length ?? 0), Math.Max(0, FreeDigits - wholeDigits));

    /// <summary>How far a number has come.</summary>
    private readonly record struct Place(int WholeLeft, int FractionTaken, bool AtLow, bool AtHigh, int Remainder)
    {
        public int FractionLeft { get; init; }
    }

    /// <summary>A bound as digits.</summary>
    private sealed record Digits(string Whole, string Fraction, bool Exclusive)
    {
        public static Digits Of(NumberBound bound)
        {
            var parts = bound.Value.ToString("0.############################", CultureInfo.InvariantCulture).Split('.');
            return new Digits(parts[0], parts.Length > 1 ? parts[1] : "", bound.Exclusive);
        }

        public int FractionDigit(int i) => i < Fraction.Length ? Fraction[i] - '0' : 0;
    }
}
