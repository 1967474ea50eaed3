using System.Globalization;
using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.Security;

/// <summary>The value lists of AuthorizationPolicies. Answers are null or the first error.</summary>
internal static class PolicyChecks
{
    public static string? NotEmpty(string words, IReadOnlyList<string> values) =>
        values.Contains("") ? $"empty value not allowed, found in {words}" : null;

    /// <summary>A wildcard only at one end.</summary>
    public static string? Wildcards(string words, IReadOnlyList<string> values)
    {
        if (NotEmpty(words, values) is { } empty)
        {
            return empty;
        }

        foreach (var value in values)
        {
            var count = value.Count('*');
            if (count > 1)
            {
                return $"at most one wildcard is allowed, found in {words}: {GoText.Quote(value)}";
            }

            if (count == 1 && !value.StartsWith('*') && !value.EndsWith('*'))
            {
                return $"wildcard is only allowed at the start or end, found in {words}: {GoText.Quote(value)}";
            }
        }

        return null;
    }

    public static string? TrustDomains(string words, IReadOnlyList<string> values) =>
        Wildcards(words, values) ?? values.Where(static value => value.Contains('/', StringComparison.Ordinal))
            .Select(value => $"trust domain must not contain '/', found in {words}: {GoText.Quote(value)}").FirstOrDefault();

    /// <summary><c>name</c> or <c>namespace/name</c>.</summary>
    public static string? ServiceAccounts(string words, IReadOnlyList<string> values) => values.Count > 16
        ? "may not have more than 16 values"
        : values.Select(value => ServiceAccount(words, value)).FirstOrDefault(static error => error is not null);

    public static void Addresses(ValidationScope scope, ConfigValue values)
    {
        foreach (var value in values.Items)
        {
            scope.Check(value, AddressError(value.Text));
        }
    }

    public static string? AddressError(string text)
    {
        if (text.Contains('/', StringComparison.Ordinal))
        {
            return AddressChecks.IsBlock(text) ? null : $"bad CIDR range ({text}): netip.ParsePrefix({GoText.Quote(text)}): not a CIDR block";
        }

        return AddressChecks.IsAddress(text) ? null : $"bad IP address ({text})";
    }

    public static void Ports(ValidationScope scope, ConfigValue values)
    {
        foreach (var value in values.Items)
        {
            scope.Check(value, PortError(value.Text));
        }
    }

    public static string? PortError(string text)
    {
        if (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return port > 65535 ? $"bad port ({text}): <nil>" : null;
        }

        return $"bad port ({text}): strconv.ParseUint: parsing {GoText.Quote(text)}: invalid syntax";
    }

    private static string? ServiceAccount(string words, string value)
    {
        const string Expected = "expected format 'serviceAccount' or 'namespace/serviceAccount', found";
        if (value.Length == 0)
        {
            return $"empty value not allowed, found in {words}";
        }

        if (value.Contains('*', StringComparison.Ordinal))
        {
            return $"wildcard not allowed, found in {words}";
        }

        if (value.Count('/') > 1)
        {
            return $"{Expected} {GoText.Quote(value)} in {words}";
        }

        if (value.Length > 320)
        {
            return $"value cannot exceed 320 characters, found {GoText.Quote(value)} in {words}";
        }

        if (value.StartsWith('/'))
        {
            return $"{Expected} empty namespace {GoText.Quote(value)} in {words}";
        }

        return value.EndsWith('/') ? $"{Expected} empty serviceAccount {GoText.Quote(value)} in {words}" : null;
    }
}
