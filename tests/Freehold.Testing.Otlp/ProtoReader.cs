using System.Buffers.Binary;
using System.Text;

namespace Freehold.Testing.Otlp;

/// <summary>Reads the fields of one Protocol Buffers message in the order in which they were written (wire types 0, 1, 2 and 5).</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Bytes = 2;
    private const int Fixed32 = 5;

    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The field's number.</summary>
    public int Field { get; private set; }

    /// <summary>The value of a varint or of a fixed-size field; its bits for a double.</summary>
    public ulong Number { get; private set; }

    /// <summary>The value of a field of bytes, text or message.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    public readonly string Text => Encoding.UTF8.GetString(Value);

    public readonly double Double => BitConverter.UInt64BitsToDouble(Number);

    public bool Read()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var tag = ReadVarint();
        Field = (int)(tag >> 3);
        switch ((int)(tag & 7))
        {
            case Varint:
                Number = ReadVarint();
                break;
            case Fixed64:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(_rest);
                _rest = _rest[8..];
                break;
            case Bytes:
                var length = (int)ReadVarint();
                Value = _rest[..length];
                _rest = _rest[length..];
                break;
            case Fixed32:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
                _rest = _rest[4..];
                break;
            default:
                throw new InvalidDataException($"Wire type {tag & 7} of field {Field} is not known.");
        }

        return true;
    }

    /// <summary>The numbers of a packed field of fixed-size 64-bit values.</summary>
    public readonly ulong[] Packed64()
    {
        var numbers = new ulong[Value.Length / 8];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadUInt64LittleEndian(Value[(i * 8)..]);
        }

        return numbers;
    }

    private ulong ReadVarint()
    {
        var number = 0UL;
        for (var i = 0; i < 10; i++)
        {
            var next = _rest[i];
            number |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return number;
            }
        }

        throw new InvalidDataException("A varint is longer than ten bytes.");
    }
}
