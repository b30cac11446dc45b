// The sub-commands. Each takes the arguments behind its name and gives the exit code.
#pragma once

#include <string>
#include <vector>

namespace ipcbench {

int run_command(const std::vector<std::string>& arguments);
int show_command(const std::vector<std::string>& arguments);
int compare_command(const std::vector<std::string>& arguments);
int recommend_command(const std::vector<std::string>& arguments);
int export_command(const std::vector<std::string>& arguments);
int report_command(const std::vector<std::string>& arguments);
int figures_command(const std::vector<std::string>& arguments);
int duel_command(const std::vector<std::string>& arguments);
int list_command(const std::vector<std::string>& arguments);
int doctor_command(const std::vector<std::string>& arguments);
int clean_command(const std::vector<std::string>& arguments);
int arm_command(const std::vector<std::string>& arguments);

}  // namespace ipcbench
