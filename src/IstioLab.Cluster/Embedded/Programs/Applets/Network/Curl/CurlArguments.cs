using System.Globalization;
using System.Text;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Network.Curl;

/// <summary>Reads curl's command line.</summary>
internal sealed class CurlArguments(ProgramContext context)
{
    private const string WithValue = "oXHdwmAueTDbxE";

    private static readonly Dictionary<string, string> s_longNames = new(StringComparer.Ordinal)
    {
        ["silent"] = "s", ["show-error"] = "S", ["output"] = "o", ["remote-name"] = "O", ["write-out"] = "w", ["header"] = "H",
        ["request"] = "X", ["data"] = "d", ["data-ascii"] = "d", ["include"] = "i", ["head"] = "I", ["verbose"] = "v", ["location"] = "L",
        ["insecure"] = "k", ["fail"] = "f", ["max-time"] = "m", ["user-agent"] = "A", ["user"] = "u", ["get"] = "G", ["http1.0"] = "0",
        ["version"] = "V", ["help"] = "h", ["referer"] = "e", ["upload-file"] = "T", ["no-buffer"] = "N", ["dump-header"] = "D",
        ["progress-bar"] = "#", ["ipv4"] = "4", ["cookie"] = "b", ["show-headers"] = "i", ["cert"] = "E",
    };

    private readonly CurlOptions _options = new();

    /// <summary>The options.</summary>
    /// <exception cref="CurlException">An option is unknown or lacks its value.</exception>
    public async ValueTask<CurlOptions> ReadAsync(CancellationToken cancellationToken)
    {
        var arguments = context.Arguments;
        for (var i = 1; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument.StartsWith("--", StringComparison.Ordinal) && argument.Length > 2)
            {
                var name = argument[2..];
                if (s_longNames.TryGetValue(name, out var letter))
                    await ApplyAsync(letter[0], argument, Value(letter[0], null, argument, ref i), cancellationToken);
                else
                    await ApplyLongAsync(name, argument, () => arguments.ElementAtOrDefault(++i) ?? throw Missing(argument), cancellationToken);
            }
            else if (argument is ['-', _, ..])
            {
                for (var j = 1; j < argument.Length; j++)
                {
                    var takes = WithValue.Contains(argument[j], StringComparison.Ordinal);
                    var value = takes ? Value(argument[j], argument[(j + 1)..], argument, ref i) : "";
                    await ApplyAsync(argument[j], argument, value, cancellationToken);
                    if (takes)
                        break;
                }
            }
            else
            {
                _options.Urls.Add(argument);
            }
        }
        return _options;
    }

    private string Value(char letter, string? attached, string argument, ref int index)
    {
        if (!WithValue.Contains(letter, StringComparison.Ordinal))
            return "";
        if (attached is { Length: > 0 })
            return attached;
        return context.Arguments.ElementAtOrDefault(++index) ?? throw Missing(argument);
    }

    private async ValueTask ApplyAsync(char letter, string argument, string value, CancellationToken cancellationToken)
    {
        switch (letter)
        {
            case 's': _options.Silent = true; break;
            case 'S': _options.ShowError = true; break;
            case 'o': _options.Outputs.Add(value); break;
            case 'O': _options.Outputs.Add(""); break;
            case 'w': _options.WriteOut = await TextAsync(value, cancellationToken); break;
            case 'H': _options.Headers.Add(value); break;
            case 'X': _options.Method = value; break;
            case 'd': Add(await DataAsync(value, strip: true, cancellationToken)); break;
            case 'i': _options.Include = true; break;
            case 'I': _options.HeadOnly = true; break;
            case 'v': _options.Verbose = true; break;
            case 'L': _options.Location = true; break;
            case 'f': _options.Fail = true; break;
            case 'm': _options.MaximumTime = Seconds(value, argument); break;
            case 'A': _options.UserAgent = value; break;
            case 'u': _options.User = value; break;
            case 'e': _options.Headers.Add("Referer: " + value); break;
            case 'b': _options.Headers.Add("Cookie: " + value); break;
            case 'G': _options.DataInQuery = true; break;
            case '0': _options.Http10 = true; break;
            case 'T': _options.Upload = value; break;
            case 'D': _options.DumpHeader = value; break;
            case 'V': _options.Version = true; break;
            case 'h': _options.Help = true; break;
            case 'k': _options.Insecure = true; break;
            case 'E': _options.CertificateFile = value; break;
            case 'N' or '#' or '4' or 'g' or 'q' or 'j': break;
            default:
                throw new CurlException(2, $"option {argument}: is unknown");
        }
    }

    private async ValueTask ApplyLongAsync(string name, string argument, Func<string> next, CancellationToken cancellationToken)
    {
        switch (name)
        {
            case "data-raw": Add(Encoding.UTF8.GetBytes(next())); break;
            case "data-binary": Add(await DataAsync(next(), strip: false, cancellationToken)); break;
            case "data-urlencode": Add(Encoding.UTF8.GetBytes(UrlEncode(next()))); break;
            case "json":
                Add(await DataAsync(next(), strip: false, cancellationToken));
                _options.IsJson = true;
                break;
            case "url": _options.Urls.Add(next()); break;
            case "connect-timeout": _options.ConnectTimeout = Seconds(next(), argument); break;
            case "retry": _options.Retries = (int)Number(next(), argument); break;
            case "retry-delay": _options.RetryDelay = Seconds(next(), argument); break;
            case "retry-connrefused": _options.RetryRefused = true; break;
            case "retry-all-errors": _options.RetryAll = true; break;
            case "retry-max-time": _ = Seconds(next(), argument); break;
            case "max-redirs": _options.MaximumRedirects = (int)Number(next(), argument); break;
            case "fail-with-body": _options.FailWithBody = true; break;
            case "resolve": _options.Resolve.Add(next().TrimStart('+')); break;
            case "cacert": _options.AuthorityFile = next(); break;
            case "key": _options.KeyFile = next(); break;
            case "http1.1" or "tlsv1.2" or "tlsv1.3" or "no-progress-meter" or "globoff" or "no-keepalive" or "compressed" or "tcp-nodelay" or "path-as-is" or "fail-early": break;
            default:
                throw new CurlException(2, $"option {argument}: is unknown");
        }
    }

    private void Add(byte[] data) => (_options.Data ??= []).Add(data);

    private async ValueTask<byte[]> DataAsync(string value, bool strip, CancellationToken cancellationToken)
    {
        if (!value.StartsWith('@'))
            return Encoding.UTF8.GetBytes(value);
        var content = await ReadAsync(value[1..], cancellationToken);
        return strip ? [.. content.Where(b => b is not ((byte)'\n' or (byte)'\r' or 0))] : content;
    }

    private async ValueTask<string> TextAsync(string value, CancellationToken cancellationToken) =>
        value.StartsWith('@') ? Encoding.UTF8.GetString(await ReadAsync(value[1..], cancellationToken)) : value;

    private async ValueTask<byte[]> ReadAsync(string name, CancellationToken cancellationToken)
    {
        if (name == "-")
            return await AppletInput.AllAsync(context.Input, cancellationToken);
        try
        {
            return context.Files.Read(context.PathOf(name)).ToArray();
        }
        catch (FileException)
        {
            throw new CurlException(26, $"Failed to open {name}");
        }
    }

    private static string UrlEncode(string value)
    {
        var equals = value.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? Uri.EscapeDataString(value) : value[..(equals == 0 ? 0 : equals + 1)] + Uri.EscapeDataString(value[(equals + 1)..]);
    }

    private static TimeSpan Seconds(string text, string argument) =>
        TimeSpan.FromSeconds(Math.Min(double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : throw new CurlException(2, $"option {argument}: expected a proper numerical parameter"), 1_000_000));

    private static long Number(string text, string argument) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new CurlException(2, $"option {argument}: expected a proper numerical parameter");

    private static CurlException Missing(string argument) => new(2, $"option {argument}: requires parameter");
}
