using Aspire.Hosting.ApplicationModel;
using IstioLab.Hosting.Mirroring;
using IstioLab.Labs.Resources;

namespace IstioLab.Hosting.Tests.Mirroring;

public sealed class CommandMapperTests
{
    private readonly Resource _target = new ParameterResource("target", _ => "");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Commands_come_change_and_go_with_the_object()
    {
        Replace(new LabCommand("shift", "Shift traffic", "", ""), new LabCommand("send", "Send", "", ""));
        Replace(new LabCommand("shift", "Shift again", "", ""));
        Assert.Equal(["Shift again"], Names());

        CommandMapper.Clear(_target);

        Assert.Empty(_target.Annotations);
    }

    [Fact]
    public void Command_of_the_resource_itself_stays()
    {
        var own = new ResourceCommandAnnotation("restart", "Own", _ => ResourceCommandState.Enabled, _ => throw new InvalidOperationException(), null, (object?)null, null, null, null, false);
        _target.Annotations.Add(own);

        Replace(new LabCommand("restart", "Of the cluster", "", ""));
        CommandMapper.Clear(_target);

        Assert.Equal(["Own"], Names());
    }

    [Fact]
    public async Task Command_that_stays_is_there_at_every_moment_of_an_update()
    {
        Replace(new LabCommand("shift", "Shift traffic", "", ""));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var reading = Task.Run(() => CountsOf("shift", ending.Token), Token);

        for (var round = 0; round < 5000; round++)
        {
            Replace(new LabCommand("shift", "Shift traffic", "", ""));
        }

        await ending.CancelAsync();
        Assert.Equal([1], await reading);
    }

    private HashSet<int> CountsOf(string name, CancellationToken cancellationToken)
    {
        HashSet<int> counts = [];
        do
        {
            counts.Add(_target.Annotations.OfType<ResourceCommandAnnotation>().Count(command => command.Name == name));
        }
        while (!cancellationToken.IsCancellationRequested);

        return counts;
    }

    private IEnumerable<string> Names() => _target.Annotations.OfType<ResourceCommandAnnotation>().Select(command => command.DisplayName);

    private void Replace(params LabCommand[] commands) => CommandMapper.Replace(
        _target,
        new LabResource
        {
            Name = "object",
            Type = "VirtualService",
            DisplayName = "object",
            Uid = "1",
            State = "Running",
            Style = LabResourceStyle.Success,
            CreatedAt = DateTimeOffset.UnixEpoch,
            Icon = "BranchFork",
            Commands = commands,
        },
        (_, _, _, _, _) => Task.FromResult(new LabCommandResult(true, "")));
}
