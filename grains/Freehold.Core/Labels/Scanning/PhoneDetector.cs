namespace Freehold.Core.Labels.Scanning;

/// <summary>
/// Phone numbers: international (ITU-T E.164), North American, and the groupings that national plans print. What is only digits, or only
/// resembles a number, needs a word that says what it is; words and signs of amounts and references speak against it.
/// </summary>
internal static class PhoneDetector
{
    private const int CueReach = 10, CueReachAfter = 3;

    // Groupings in use without a trunk prefix, one hexadecimal digit a group, and their separators.
    private static readonly HashSet<int> NationalGroupings =
    [
        0x34, 0x44, 0x333, 0x323, 0x233, 0x2322, 0x3322, 0x2222, 0x334, 0x433, 0x344, 0x2334, 0x3223, 0x2323, 0x3332, 0x3222, 0x244, 0x533, 0x55,
        0x22222, 0x3333, 0x3334, 0x234, 0x245, 0x254, 0x324, 0x343, 0x424, 0x443, 0x444, 0x4322, 0x43, 0x35, 0x53, 0x46, 0x56, 0x47, 0x1333, 0x332,
    ];

    /// <summary>The token after the phone number that begins here, or 0.</summary>
    public static int At(in ScanContext text, int i)
    {
        if (i > 0 && text.Touches(i - 1) && (text[i - 1].IsWord && text[i].IsNumber || text[i - 1].Symbol is '#' or '$' or '€' or '£' or '_' or '@' or '='
            || text[i - 1].Symbol is '.' or '/' or '-' or ',' && text[i - 2].IsNumber && text.Touches(i - 2)))
            return 0;
        if (text[i].Is('(') && !(text[i + 1].IsNumber && text[i + 2].Is(')')))
            return 0;

        var phone = new PhoneNumber(stackalloc byte[PhoneNumber.MostDigits + 1]);
        if (!phone.Read(text, i) || !IsFree(text, phone) || !IsPhone(text, i, phone) || IsHouseNumber(text, phone))
            return 0;

        text.Add(i, phone.End - 1, SensitiveKind.PhoneNumber);
        return phone.End;
    }

    private static bool IsFree(in ScanContext text, in PhoneNumber phone)
    {
        var last = phone.End - 1;
        var isInWord = text.Touches(last) && (text[last + 1].IsWord || text[last + 1].Symbol is '%' or '_' or '@' or '='
            || text[last + 1].Symbol is '.' or ',' or ':' && text[last + 2].IsNumber && text.Touches(last + 1));
        return !isInWord;
    }

    // "3378 217 Lovers Lane" ends in an address.
    private static bool IsHouseNumber(in ScanContext text, in PhoneNumber phone) =>
        !phone.HasPlus && !phone.HasArea && AddressDetector.StreetEnd(text, phone.End - 1) > 0;

    private static bool IsPhone(in ScanContext text, int i, in PhoneNumber phone)
    {
        if (phone.HasPlus)
            return phone.Digits is >= 7 and <= 15 && phone.Lead is > 0 && text[i + 1].Length > 0 && text.Text[text[i].Start + 1] != '0';

        var isCounted = text[phone.End].Is(WordClass.Unit) && text.Near(phone.End - 1) || text[i - 1].Symbol is '$' or '€' or '£' or '¥';
        var hasCue = text.Before(i, WordClass.PhoneCue, CueReach) || text.After(phone.End, WordClass.PhoneCue, CueReachAfter);
        if (isCounted || text.Before(i, WordClass.ReferenceCue, 3) && !(hasCue && text.Before(i, WordClass.PhoneCue, 3)))
            return false;
        return IsNorthAmerican(phone) || IsInternationalByPrefix(phone) || IsNational(phone)
            || hasCue && phone.Digits is >= 6 and <= 15 && !(phone.GroupCount > 1 && phone.Groups.IndexOfAnyExcept((byte)1) < 0)
            || IsMobileTogether(text, i, phone);
    }

    // NANP: area and exchange begin with 2 to 9; generated and written numbers do not always keep to it in the exchange.
    private static bool IsNorthAmerican(in PhoneNumber phone)
    {
        var leadsWithOne = phone.Groups is [1, 3, 3, 4] && phone.Lead / 1000 == 1;
        var area = leadsWithOne ? phone.Lead % 1000 / 100 : phone.LeadLength == 4 ? phone.Lead / 1000 : 0;
        var isGrouped = leadsWithOne || phone.Groups is [3, 3, 4] || phone.HasArea && phone.Groups is [3, 7];
        return isGrouped && area >= 2 || phone.HasExtension && phone.Digits is 10 or 11 && area >= 1;
    }

    private static bool IsInternationalByPrefix(in PhoneNumber phone) =>
        phone.LeadLength == 4 && phone.Lead < 100 && phone.Digits is >= 10 and <= 17 && phone.GroupCount >= 2;

    private static bool IsNational(in PhoneNumber phone)
    {
        if (phone.GroupCount < 2 || phone.Digits is < 7 or > 12)
            return false;

        // An area code in parentheses, or a trunk prefix in front of groups.
        var hasTrunk = phone.LeadLength == 4 && phone.Lead is >= 100 and < 1000;
        var first = phone.Groups[0];
        if (phone.HasArea && first is >= 2 and <= 5)
            return true;
        if (hasTrunk && first >= 2 && !(phone.Separator is '.' && phone.GroupCount < 3) && phone.Separator != '?')
            return true;
        if (phone.Separator is '?' or '/' or '.' && phone.GroupCount < 4)
            return false;

        var grouping = 0;
        foreach (var length in phone.Groups)
            grouping = grouping * 16 + length;
        return NationalGroupings.Contains(grouping) && !IsYears(phone);
    }

    // "2001-2004" is a range of years, "1995 2010" a list.
    private static bool IsYears(in PhoneNumber phone) => phone.Groups is [4, 4] && phone.Lead is >= 1900 and < 2100;

    // Ten or eleven digits together that a mobile number could be, after a word that a number is reached by.
    private static bool IsMobileTogether(in ScanContext text, int i, in PhoneNumber phone) =>
        phone.GroupCount == 1 && phone.Digits is 10 or 11 && (phone.Lead / 1000 >= 2 || phone.Lead is >= 100 and < 1000)
        && !(i > 0 && text.Touches(i - 1) && text[i - 1].Kind == TokenKind.Symbol && text[i - 1].Symbol is not ('(' or '"' or '\'' or ':'))
        && !text.Before(i, WordClass.CardCue | WordClass.NationalIdCue | WordClass.SecretCue, 6);
}
