using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Applets;

/// <summary>A small program of busybox. Its output is sent when it ends, and wrong options give busybox' words and exit code 1.</summary>
internal sealed class Applet(Func<ProgramContext, CancellationToken, ValueTask<int>> run) : IProgram
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        int code;
        try
        {
            code = await run(context, cancellationToken);
        }
        catch (AppletException problem)
        {
            context.Err.WriteLine($"{context.Name}: {problem.Message}");
            code = problem.ExitCode;
        }
        catch (System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            context.Err.WriteLine($"{context.Name}: the expression takes too long");
            code = 2;
        }
        catch (FileException problem)
        {
            context.Err.WriteLine($"{context.Name}: {problem.Message}");
            code = 1;
        }
        await context.FlushAsync(cancellationToken);
        return code;
    }
}
