using System.Text.RegularExpressions;

namespace IstioLab.Config.Validation.Security;

/// <summary>Path templates: <c>{*}</c> for one segment, <c>{**}</c> for the rest.</summary>
internal static partial class PathTemplates
{
    private const string One = "{*}";
    private const string Any = "{**}";

    /// <summary>The first error, or null.</summary>
    public static string? Error(string words, IEnumerable<string> paths) =>
        paths.Select(path => Error(words, path)).FirstOrDefault(static error => error is not null);

    private static string? Error(string words, string path)
    {
        var isTemplate = path.Contains(One, StringComparison.Ordinal) || path.Contains(Any, StringComparison.Ordinal);
        var trimmed = path.Trim('/');
        var rest = false;
        foreach (var segment in trimmed.Split('/'))
        {
            if (segment is One or Any)
            {
                if (rest)
                {
                    return $"invalid or unsupported path {trimmed}, found in {words}. {{**}} is not the last operator";
                }

                rest = segment == Any;
            }
            else if (segment.AsSpan().ContainsAny('{', '}'))
            {
                return $"invalid or unsupported path {trimmed}, found in {words}. Contains '{{' or '}}' beyond a supported path template";
            }
            else if (isTemplate && !Literal().IsMatch(segment))
            {
                return $"invalid or unsupported path {trimmed}, found in {words}. Contains segment {segment} with invalid string literal";
            }
        }

        return null;
    }

    [GeneratedRegex(@"^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Literal();
}
