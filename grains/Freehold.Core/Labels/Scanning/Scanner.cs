using Freehold.Core.Labels.Secrets;

namespace Freehold.Core.Labels.Scanning;

/// <summary>Goes through the tokens once and asks, at each, the detectors whose findings can begin there, the surest first.</summary>
internal static class Scanner
{
    private const WordClass DateWords = WordClass.Month | WordClass.WeakMonth | WordClass.Weekday | WordClass.WeakWeekday;
    private const WordClass AddressWords = WordClass.StreetPrefix | WordClass.PostBox | WordClass.UnitDesignator;

    /// <summary>Adds what is found in the window from character <paramref name="from"/> on; before it lies context only.</summary>
    public static void Scan(in ScanContext text, int from)
    {
        var i = 0;
        while (i < text.Count && text[i].Start < from)
            i++;

        while (i < text.Count)
        {
            var next = text[i].Kind switch
            {
                TokenKind.Number => AtNumber(text, i),
                TokenKind.Word => AtWord(text, i, from),
                _ => AtSymbol(text, i, from),
            };
            i = Math.Max(next, i + 1);
        }
    }

    // A detector answers the token after what it found, or 0. An address may hold numbers that are something by themselves, and lies over them.
    private static int AtNumber(in ScanContext text, int i)
    {
        AddressDetector.AtNumber(text, i);
        if (HostDetector.AtLabel(text, i) is > 0 and var host)
            return host;
        if (IpDetector.At(text, i) is > 0 and var address)
            return address;
        if (DateDetector.AtNumber(text, i) is > 0 and var date)
            return date;
        if (DriverLicenseDetector.At(text, i) is > 0 and var license)
            return license;
        if (SsnDetector.At(text, i) is > 0 and var ssn)
            return ssn;
        if (CardDetector.At(text, i) is > 0 and var card)
            return card;
        if (NationalIdDetector.AtNumber(text, i) is > 0 and var id)
            return id;
        if (PostcodeDetector.AfterCue(text, i) is > 0 and var named)
            return named;
        if (AgeDetector.At(text, i) is > 0 and var age)
            return age;
        if (PostcodeDetector.AfterPlace(text, i) is > 0 and var placed)
            return placed;
        if (PhoneDetector.At(text, i) is > 0 and var phone)
            return phone;
        if (ClockDetector.At(text, i) is > 0 and var clock)
            return clock;
        return PostcodeDetector.ByShape(text, i) is > 0 and var postcode ? postcode : YearDetector.At(text, i);
    }

    private static int AtWord(in ScanContext text, int i, int from)
    {
        var token = text[i];
        if (token.Is(AddressWords))
            AddressDetector.AtWord(text, i);
        if (token.Is(DateWords) && DateDetector.AtWord(text, i) is > 0 and var date)
            return date;
        if (token.Is(WordClass.SecretCue) && AssignedSecretDetector.At(text, i, from) is > 0 and var secret)
            return secret;
        if (text[i + 1].IsNumber || text[i + 1].Is('.') && text[i + 2].IsNumber)
            AddressDetector.AtStreetWord(text, i);
        if (!text.Touches(i))
            return token.Length == 2 && text[i + 1].IsNumber ? NationalIdDetector.AtWord(text, i) : 0;
        if (KeyPrefixDetector.At(text, i) is > 0 and var key)
            return key;
        if (HostDetector.AtLabel(text, i) is > 0 and var host)
            return host;
        if (text[i + 1].IsNumber)
            return AtLettersBeforeDigits(text, i);
        return text[i + 1].Is(':') ? IpDetector.At(text, i) : text[i + 1].Is('-') ? PostcodeDetector.ByShape(text, i) : 0;
    }

    private static int AtLettersBeforeDigits(in ScanContext text, int i)
    {
        if (IbanDetector.At(text, i) is > 0 and var iban)
            return iban;
        if (IpDetector.At(text, i) is > 0 and var address)
            return address;
        if (DriverLicenseDetector.At(text, i) is > 0 and var license)
            return license;
        if (NationalIdDetector.AtWord(text, i) is > 0 and var id)
            return id;
        return PostcodeDetector.AfterCue(text, i) is > 0 and var named ? named : PostcodeDetector.ByShape(text, i);
    }

    private static int AtSymbol(in ScanContext text, int i, int from) => text[i].Symbol switch
    {
        '@' => EmailDetector.At(text, i, from),
        ':' when text[i + 1].Is(':') => IpDetector.At(text, i),
        ':' when text[i + 1].Is('/') && text[i + 2].Is('/') => UrlDetector.At(text, i, from),
        '+' or '(' => PhoneDetector.At(text, i),
        _ => 0,
    };
}
