using System.Text;
using IstioLab.Cluster.Embedded.Programs.Shell.Parsing;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>Opens what redirections name, and closes it when the command has ended.</summary>
internal sealed class RedirectionOpener(ShellExecutor shell) : IAsyncDisposable
{
    private readonly List<Stream> _opened = [];

    /// <summary>The shell's streams with the redirections applied.</summary>
    /// <exception cref="RedirectionException">A file cannot be opened, or a descriptor is not open.</exception>
    public async ValueTask<ShellStreams> OpenAsync(IReadOnlyList<Redirection> redirections, CancellationToken cancellationToken)
    {
        var streams = shell.Streams;
        foreach (var redirection in redirections)
            streams = await ApplyAsync(streams, redirection, cancellationToken);
        return streams;
    }

    /// <summary>Leaves open what was opened, for <c>exec</c>.</summary>
    public void Keep() => _opened.Clear();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var stream in _opened)
            await stream.DisposeAsync();
    }

    private async ValueTask<ShellStreams> ApplyAsync(ShellStreams streams, Redirection redirection, CancellationToken cancellationToken)
    {
        var target = await shell.Words.ExpandTextAsync(redirection.Target, cancellationToken);
        if (redirection.Kind == RedirectionKind.Duplicate)
            return Duplicate(streams, redirection.Descriptor, target);
        if (Standard(target) is { } number && redirection.Kind != RedirectionKind.HereDocument)
            return Duplicate(streams, redirection.Descriptor, number);
        var stream = redirection.Kind == RedirectionKind.HereDocument
            ? new MemoryStream(Encoding.UTF8.GetBytes(target), writable: false)
            : Open(redirection.Kind, target);
        _opened.Add(stream);
        return streams.With(redirection.Descriptor, stream);
    }

    private static string? Standard(string target) => target switch
    {
        "/dev/stdin" or "/proc/self/fd/0" => "0",
        "/dev/stdout" or "/proc/self/fd/1" => "1",
        "/dev/stderr" or "/proc/self/fd/2" => "2",
        _ => null,
    };

    private static ShellStreams Duplicate(ShellStreams streams, int descriptor, string target)
    {
        if (target == "-")
            return streams.With(descriptor, null);
        if (target is not [>= '0' and <= '9' and var digit])
            throw new RedirectionException($"{target}: bad file descriptor");
        return streams.With(descriptor, streams.Find(digit - '0') ?? throw new RedirectionException($"{target}: Bad file descriptor"));
    }

    private Stream Open(RedirectionKind kind, string target)
    {
        var path = FilePath.Combine(shell.State.WorkingDirectory, target);
        try
        {
            if (target.Length == 0)
                throw new FileException(FileError.NotFound);
            return kind == RedirectionKind.Input
                ? shell.Host.Files.OpenRead(path)
                : shell.Host.Files.OpenWrite(path, kind is RedirectionKind.Append or RedirectionKind.ReadWrite);
        }
        catch (FileException problem)
        {
            var verb = kind == RedirectionKind.Input ? "open" : "create";
            var reason = problem.Error == FileError.NotFound
                ? kind == RedirectionKind.Input ? "no such file" : "nonexistent directory"
                : problem.Message;
            throw new RedirectionException($"can't {verb} {target}: {reason}");
        }
    }
}
