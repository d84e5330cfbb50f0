using System.Diagnostics;
using System.Globalization;
using Zhike.Testing;

namespace Zhike.Storage.Tests.Faults;

public sealed class ProcessTests
{
    [Fact]
    public async Task A_data_folder_in_use_by_another_process_is_refused_with_its_number()
    {
        var folder = TestFolder.New();
        using var first = Child.Start("hold", folder);
        (await first.LineAsync()).ShouldBe("found 0");

        using var second = Child.Start("hold", folder);

        (await second.LineAsync()).ShouldBe($"data_in_use: The data folder {folder} is in use by another Zhike process (number {first.Id}). Stop it, or name another folder with --data.");
        (await second.EndAsync()).ShouldBe(1);
        await first.KillAsync();
        using var third = Child.Start("hold", folder);
        (await third.LineAsync()).ShouldBe("found 0");
    }

    /// <summary>With a connection open, let alone a statement at work, the library's own end would take the process down with signal 11.</summary>
    [Fact]
    public async Task A_process_that_ends_in_the_middle_of_statements_of_two_databases_ends_with_its_own_code()
    {
        var folder = TestFolder.New();
        for (var round = 0; round < 5; round++)
        {
            using var child = Child.Start("leave", Path.Combine(folder, $"{round}"));
            (await child.LineAsync()).ShouldBe("left");
            (await child.EndAsync()).ShouldBe(ChildProgram.LeftWith, $"round {round}");
        }
    }

    [Fact]
    public async Task Every_batch_that_was_acknowledged_is_there_once_after_kill_9_again_and_again()
    {
        var folder = TestFolder.New();
        var random = new Random(7);
        long kept = 0;
        for (var round = 0; round < 12; round++)
        {
            using var child = Child.Start("write", folder);
            var found = Child.Number(await child.LineAsync(), "found");
            found.ShouldBeInRange(kept, kept + 1, $"round {round}: a batch may have been kept without its answer having been heard");
            kept = found;
            var ends = random.Next(1, 25);
            for (var i = 0; i < ends; i++)
            {
                kept = Child.Number(await child.LineAsync(), "kept");
            }

            await child.KillAsync();
            while (await child.LineAsync() is { } line && line.StartsWith("kept", StringComparison.Ordinal))
            {
                kept = Child.Number(line, "kept");
            }
        }

        kept.ShouldBeGreaterThan(50);
    }

    /// <summary>A file system of 64 MiB of its own: on Linux as root a tmpfs, else the test says what it needs.</summary>
    [Fact]
    public async Task A_disk_that_fills_refuses_the_write_keeps_what_it_acknowledged_and_goes_on_when_there_is_room_again()
    {
        var disk = TestFolder.New();
        Run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk).ShouldBe(0, "this test mounts a small disk and so needs root");
        try
        {
            using var child = Child.Start("fill", Path.Combine(disk, "facts"));
            Child.Number(await child.LineAsync(), "found").ShouldBe(0);
            var (kept, refusal) = await UntilRefusedAsync(child, 0);
            refusal.ShouldBe("refused disk_full");
            kept.ShouldBeGreaterThan(10);
            Child.Number(await child.LineAsync(), "found").ShouldBe(kept);

            Run("mount", "-o", "remount,size=128m", disk).ShouldBe(0);
            await child.TellAsync("go on");
            var (more, again) = await UntilRefusedAsync(child, kept);
            again.ShouldBe("refused disk_full");
            more.ShouldBeGreaterThan(kept);
            Child.Number(await child.LineAsync(), "found").ShouldBe(more);
            await child.KillAsync();

            Run("mount", "-o", "remount,size=256m", disk).ShouldBe(0);
            using var reopened = Child.Start("hold", Path.Combine(disk, "facts"));
            Child.Number(await reopened.LineAsync(), "found").ShouldBe(more);
        }
        finally
        {
            Run("umount", "-l", disk).ShouldBe(0);
        }
    }

    private static async Task<(long Kept, string Refusal)> UntilRefusedAsync(Child child, long kept)
    {
        while (true)
        {
            var line = await child.LineAsync() ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The child ended after {kept} batches."));
            if (!line.StartsWith("kept", StringComparison.Ordinal))
            {
                return (kept, line);
            }

            kept = Child.Number(line, "kept");
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
