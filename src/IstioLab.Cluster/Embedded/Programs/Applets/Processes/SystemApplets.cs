using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IstioLab.Cluster.Embedded.Runtime;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Processes;

/// <summary>Programs that tell about the system, and small helpers for scripts.</summary>
internal static class SystemApplets
{
    /// <summary><c>hostname [-i]</c>.</summary>
    public static ValueTask<int> HostnameAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "ifsd");
        context.Out.WriteLine(options.Has('i') ? context.Host.Spec.Network.Address.ToString() : context.Host.Hostname);
        return new(0);
    }

    /// <summary><c>uname [-asnrm]</c>.</summary>
    public static ValueTask<int> UnameAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "asnrvmpio");
        (char Letter, string Value)[] parts =
        [
            ('s', "Linux"), ('n', context.Host.Hostname), ('r', "6.6.0-istiolab"), ('v', "#1 IstioLab (simulated)"), ('m', "x86_64"), ('o', "GNU/Linux"),
        ];
        var shown = parts.Where(part => options.Has('a') || options.Has(part.Letter)).Select(part => part.Value).ToList();
        context.Out.WriteLine(shown.Count == 0 ? "Linux" : string.Join(' ', shown));
        return new(0);
    }

    /// <summary><c>id [-un]</c>.</summary>
    public static ValueTask<int> IdAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "ungrG");
        context.Out.WriteLine(options.Has('n') ? "root" : options.Has('u') || options.Has('g') || options.Has('G') ? "0" : "uid=0(root) gid=0(root) groups=0(root)");
        return new(0);
    }

    /// <summary><c>whoami</c>.</summary>
    public static ValueTask<int> WhoamiAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        context.Out.WriteLine("root");
        return new(0);
    }

    /// <summary><c>pwd</c>.</summary>
    public static ValueTask<int> PwdAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        context.Out.WriteLine(context.WorkingDirectory);
        return new(0);
    }

    /// <summary><c>date [-u] [-I] [+format]</c>; the container's zone is UTC.</summary>
    public static ValueTask<int> DateAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "uRId:s:");
        var now = context.Time.GetUtcNow();
        var format = options.Operands.FirstOrDefault(operand => operand.StartsWith('+'))?[1..]
            ?? (options.Has('R') ? "%a, %d %b %Y %H:%M:%S +0000" : options.Has('I') ? "%Y-%m-%d" : "%a %b %e %H:%M:%S UTC %Y");
        context.Out.WriteLine(DateFormat.Format(format, now));
        return new(0);
    }

    /// <summary><c>which name…</c>.</summary>
    public static ValueTask<int> WhichAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var status = 0;
        foreach (var name in context.Arguments.Skip(1))
        {
            if (ExecutableFinder.Locate(context.Host, name, context.Environment.GetValueOrDefault("PATH"), context.WorkingDirectory) is { } path)
                context.Out.WriteLine(path);
            else
                status = 1;
        }
        return new(status);
    }

    /// <summary><c>basename path [suffix]</c>.</summary>
    public static ValueTask<int> BasenameAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        if (context.Arguments.Count < 2)
            throw new AppletException("usage: basename FILE [SUFFIX]");
        var path = context.Arguments[1].Length > 1 ? context.Arguments[1].TrimEnd('/') : context.Arguments[1];
        var name = path == "/" ? "/" : FilePath.Name(path);
        if (context.Arguments.Count > 2 && name.Length > context.Arguments[2].Length && name.EndsWith(context.Arguments[2], StringComparison.Ordinal))
            name = name[..^context.Arguments[2].Length];
        context.Out.WriteLine(name);
        return new(0);
    }

    /// <summary><c>dirname path</c>.</summary>
    public static ValueTask<int> DirnameAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        if (context.Arguments.Count < 2)
            throw new AppletException("usage: dirname FILENAME");
        var path = context.Arguments[1].TrimEnd('/');
        context.Out.WriteLine(path.Contains('/', StringComparison.Ordinal) ? FilePath.Parent(path) : context.Arguments[1].StartsWith('/') ? "/" : ".");
        return new(0);
    }

    /// <summary><c>base64 [-d] [file]</c>.</summary>
    public static async ValueTask<int> Base64Async(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "dw:");
        var stream = AppletInput.Open(context, options.Operands.FirstOrDefault() ?? "-");
        if (stream is null)
            return 1;
        var content = await AppletInput.AllAsync(stream, cancellationToken);
        if (!options.Has('d'))
        {
            var width = (int)(options.Number('w') ?? 76);
            var text = Convert.ToBase64String(content);
            foreach (var line in width <= 0 ? [text] : text.Chunk(width).Select(chunk => new string(chunk)))
                context.Out.WriteLine(line);
            return 0;
        }
        try
        {
            context.Out.Write(Convert.FromBase64String(Encoding.ASCII.GetString(content)));
            return 0;
        }
        catch (FormatException)
        {
            throw new AppletException("truncated input");
        }
    }

    /// <summary><c>md5sum</c>, <c>sha1sum</c>, <c>sha256sum</c>.</summary>
    public static async ValueTask<int> DigestAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "b");
        var status = 0;
        foreach (var operand in options.Operands.Count == 0 ? ["-"] : options.Operands)
        {
            if (AppletInput.Open(context, operand) is not { } stream)
            {
                status = 1;
                continue;
            }
            var content = await AppletInput.AllAsync(stream, cancellationToken);
            context.Out.WriteLine($"{Convert.ToHexStringLower(Digest(context.Name, content))}  {operand}");
        }
        return status;
    }

    /// <summary><c>clear</c>.</summary>
    public static ValueTask<int> ClearAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        context.Out.Write("\e[H\e[J");
        return new(0);
    }

    /// <summary><c>uptime</c>.</summary>
    public static ValueTask<int> UptimeAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var now = context.Time.GetUtcNow();
        var first = context.Host.Processes.Find(1)?.StartedAt ?? now;
        var up = now - first;
        context.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $" {now:HH:mm:ss} up {(int)up.TotalMinutes} min,  0 users,  load average: 0.00, 0.00, 0.00"));
        return new(0);
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "The program is named for the algorithm; nothing is protected by it.")]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "The program is named for the algorithm; nothing is protected by it.")]
    private static byte[] Digest(string name, byte[] content) => name switch
    {
        "md5sum" => MD5.HashData(content),
        "sha1sum" => SHA1.HashData(content),
        _ => SHA256.HashData(content),
    };
}
